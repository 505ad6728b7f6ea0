package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.streamer.rendition.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A stretch of a presentation without discontinuity: what has one epoch.
 *
 * @param epoch of its spans
 * @param startMillis on the presentation's time line
 * @param offsetMillis the media's time, ms since 1970-01-01, that is at the start
 * @param endMillis the media's time at which its last picture ends
 * @param spans of each rendition that has media or silence in it; gaps are left out
 */
record MpdPeriod(int epoch, long startMillis, long offsetMillis, long endMillis, Map<Rendition, List<CutSpan>> spans) {

    /** Pictures of further tracks may begin so much earlier than those of the first one; what is before is not shown. */
    private static final long EARLIER_MILLIS = 250;

    long durationMillis() {
        return endMillis - offsetMillis;
    }

    /** The same with another start. */
    private MpdPeriod startingAt(long millis) {
        return new MpdPeriod(epoch, millis, offsetMillis, endMillis, spans);
    }

    /**
     * The periods of a presentation, each at the media's own time.
     *
     * @param renditions those that are listed; where pictures are among them, a period without pictures is none, and
     *     text alone is none
     * @param listed segments of each, in order
     * @param epochStarts where an epoch began, µs since 1970-01-01, if that is to be its period's start whatever is listed
     */
    static List<MpdPeriod> of(
            List<Rendition> renditions, Map<Rendition, List<CutSpan>> listed, Map<Integer, Long> epochStarts) {
        Map<Integer, Map<Rendition, List<CutSpan>>> byEpoch = new TreeMap<>();
        for (Rendition rendition : renditions) {
            for (CutSpan span : listed.get(rendition)) {
                if (span.kind() != Kind.GAP) {
                    byEpoch.computeIfAbsent(span.epoch(), e -> new TreeMap<>())
                            .computeIfAbsent(rendition, r -> new ArrayList<>())
                            .add(span);
                }
            }
        }
        boolean pictures = renditions.stream().anyMatch(Rendition::isVideo);
        List<MpdPeriod> periods = new ArrayList<>();
        byEpoch.forEach((epoch, spans) -> {
            if (spans.keySet().stream().anyMatch(each -> pictures ? each.isVideo() : !each.isText())) {
                periods.add(of(epoch, spans, Optional.ofNullable(epochStarts.get(epoch))));
            }
        });
        return periods;
    }

    private static MpdPeriod of(int epoch, Map<Rendition, List<CutSpan>> spans, Optional<Long> began) {
        List<CutSpan> leader = spans.values().iterator().next();
        long start = MpdTimes.millis(leader.get(0).startMicros());
        long end = MpdTimes.millis(leader.get(leader.size() - 1).endMicros());
        long earliest = spans.values().stream()
                .mapToLong(each -> MpdTimes.millis(each.get(0).startMicros()))
                .min()
                .orElse(start);
        long offset = began.map(MpdTimes::millis).orElse(Math.max(earliest, start - EARLIER_MILLIS));
        return new MpdPeriod(epoch, offset, offset, Math.max(end, start + 1), spans);
    }

    /** The same periods one behind the other from 0 on: what was not recorded takes no time. */
    static List<MpdPeriod> joined(List<MpdPeriod> periods) {
        List<MpdPeriod> joined = new ArrayList<>();
        long start = 0;
        for (MpdPeriod period : periods) {
            joined.add(period.startingAt(start));
            start += period.durationMillis();
        }
        return joined;
    }
}
