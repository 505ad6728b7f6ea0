package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a further video rendition where the first one, the leader, is cut: at its own last key frame by then, so that a
 * player that changes over finds no hole. The time lines and discontinuities of both are the same (RFC 8216bis, 6.2.4).
 * Where key frames are far apart a segment takes the place of several of the leader's; where there are no pictures a gap
 * is listed. One use by one thread.
 */
final class PastFollower {
    /** So far apart may key frames be that are meant to be at the same time: streams of a camera have their own clocks. */
    static final long TOLERANCE_MICROS = 250_000;

    private final Rendition rendition;
    private final List<CutSpan> leader;
    private final List<CutSpan> spans = new ArrayList<>();
    private int nextLeader;

    /** @param start empty for a gap @param at index of the leader's segment that it begins with */
    private record Piece(Optional<DecodePoint> start, int at) {}

    private PastFollower(Rendition rendition, List<CutSpan> leader) {
        this.rendition = rendition;
        this.leader = leader;
    }

    /** @param leader segments of the first video rendition in all runs */
    static List<CutSpan> of(List<RecordedRun> runs, Rendition rendition, List<CutSpan> leader) {
        PastFollower follower = new PastFollower(rendition, leader);
        runs.forEach(follower::follow);
        return follower.spans;
    }

    private void follow(RecordedRun run) {
        List<DecodePoint> keys =
                run.track(rendition).map(RecordedTrack::keyFrames).orElse(List.of());
        List<Piece> pieces = new ArrayList<>();
        long epochStart = Long.MIN_VALUE;
        int first = nextLeader;
        while (nextLeader < leader.size() && isOf(run, leader.get(nextLeader))) {
            CutSpan span = leader.get(nextLeader);
            if (nextLeader == first
                    || span.epoch() != leader.get(nextLeader - 1).epoch()) {
                epochStart = span.startMicros();
            }
            Optional<DecodePoint> start = start(keys, span, epochStart);
            Piece before = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (before == null || start.isEmpty() || !start.equals(before.start())) {
                pieces.add(new Piece(start, nextLeader));
            }
            nextLeader++;
        }
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            Optional<Piece> next = i + 1 < pieces.size() ? Optional.of(pieces.get(i + 1)) : Optional.empty();
            end(run, keys, piece, next).ifPresent(end -> add(run, piece, end));
        }
    }

    private static boolean isOf(RecordedRun run, CutSpan span) {
        return span.run() == run.run() && span.day().equals(run.day());
    }

    /** The key frame that shows what the leader shows from a segment's start on; else the first one within the segment. */
    private static Optional<DecodePoint> start(List<DecodePoint> keys, CutSpan span, long epochStart) {
        long earliest = Math.max(epochStart - TOLERANCE_MICROS, span.startMicros() - CutPoints.LONGEST_GOP_MICROS);
        int at = indexAt(keys, span.startMicros());
        if (at >= 0 && keys.get(at).timeMicros() >= earliest) {
            return Optional.of(keys.get(at));
        }
        int behind = at + 1;
        return behind < keys.size() && keys.get(behind).timeMicros() < span.endMicros() - TOLERANCE_MICROS
                ? Optional.of(keys.get(behind))
                : Optional.empty();
    }

    /** The last key frame by a time, or one that is a little later if that is nearer; -1 if there is none. */
    private static int indexAt(List<DecodePoint> keys, long timeMicros) {
        int behind = behind(keys, timeMicros);
        long before = behind > 0 ? timeMicros - keys.get(behind - 1).timeMicros() : Long.MAX_VALUE;
        long after = behind < keys.size() ? keys.get(behind).timeMicros() - timeMicros : Long.MAX_VALUE;
        return after <= TOLERANCE_MICROS && after < before ? behind : behind - 1;
    }

    /** Index of the first key frame that is later. */
    private static int behind(List<DecodePoint> keys, long timeMicros) {
        int low = 0;
        int high = keys.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys.get(middle).timeMicros() <= timeMicros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Where a piece ends; empty while its last pictures may be still to come. */
    private Optional<DecodePoint> end(RecordedRun run, List<DecodePoint> keys, Piece piece, Optional<Piece> next) {
        if (next.isPresent()) {
            CutSpan behind = leader.get(next.get().at());
            CutSpan own = leader.get(next.get().at() - 1);
            Optional<DecodePoint> start = next.get().start();
            boolean joins = start.isPresent() && behind.epoch() == own.epoch();
            return joins ? start : Optional.of(new DecodePoint(behind.first(), own.endMicros()));
        }
        CutSpan own = leader.get(nextLeader - 1);
        if (own.next() > run.present().last() || piece.start().isEmpty()) {
            return Optional.of(new DecodePoint(own.next(), own.endMicros()));
        }
        return Optional.of(keys.get(indexAt(keys, own.endMicros())))
                .filter(key -> key.counter() > piece.start().get().counter());
    }

    private void add(RecordedRun run, Piece piece, DecodePoint end) {
        CutSpan place = leader.get(piece.at());
        DecodePoint from = piece.start().orElse(new DecodePoint(place.first(), place.startMicros()));
        Optional<ConfigurationStart> format = piece.start()
                .flatMap(key -> run.track(rendition).flatMap(track -> track.configurationAt(key.counter())));
        long next = Math.max(end.counter(), from.counter() + 1);
        spans.add(new CutSpan(
                format.isPresent() ? Kind.MEDIA : Kind.GAP,
                run.day(),
                run.run(),
                from.counter(),
                next,
                from.timeMicros(),
                Math.max(end.timeMicros(), from.timeMicros() + 1),
                place.epoch(),
                format.map(ConfigurationStart::number).orElse(0),
                format.map(ConfigurationStart::tag).orElse(""),
                format.isPresent() ? run.present().missing(from.counter(), next - 1) : new CounterRanges(),
                run.place().shiftMicros()));
    }
}
