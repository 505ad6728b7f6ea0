package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.protocol.stream.DeviceId;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The newest line of every device, out of the topic {@code cuts}. A line that is not known yet begins with the first
 * {@code started} that is read of it, which is said again from time to time. Thread-safe.
 */
final class LiveLines {
    private static final int MAX_LINES = 10_000;

    private final LiveLine.Reach reach;
    private final LinkedHashMap<DeviceId, LiveLine> lines = new LinkedHashMap<>(64, 0.75f, true);

    LiveLines(LiveLine.Reach reach) {
        this.reach = reach;
    }

    Optional<LiveLine> line(DeviceId device) {
        synchronized (lines) {
            return Optional.ofNullable(lines.get(device));
        }
    }

    /** Takes a record of the topic over, in the topic's order. */
    void apply(CutRecord change) {
        LiveLine line = line(change.device()).orElse(null);
        if (change instanceof CutRecord.Started started) {
            boolean begins = line == null || started.line() > line.number() && mayFollow(line, started);
            if (begins) {
                begin(started);
            }
        } else if (line != null && line.number() == change.line()) {
            line.apply(change);
        }
    }

    /** Of lines that instances begin at a time the first counts. */
    private static boolean mayFollow(LiveLine line, CutRecord.Started started) {
        return line.isEnded() || started.atMillis() - line.lastAtMillis() > LineRules.ABANDONED.toMillis();
    }

    private void begin(CutRecord.Started started) {
        synchronized (lines) {
            lines.put(started.device(), new LiveLine(started, reach));
            if (lines.size() > MAX_LINES) {
                var eldest = lines.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }
}
