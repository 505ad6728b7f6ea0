package io.dayreel.ingest.check;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The good frames at the beginning of a message: all of one day and run, checked. There is at least one.
 *
 * @param bytes exactly the good frames, as received
 * @param ranges their counters
 * @param conflicts counters that this connection sent before with other bytes
 * @param gone what frames of it declare gone
 */
public record CheckedMessage(
        Day day,
        int run,
        CounterRanges ranges,
        int frames,
        byte[] bytes,
        List<EventFrame> events,
        List<Long> conflicts,
        List<GoneFrame> gone) {

    /** The same message without some of its frames that declare others gone; absent if nothing is left. */
    public Optional<CheckedMessage> without(Collection<GoneFrame> refusedFrames) {
        if (refusedFrames.isEmpty()) {
            return Optional.of(this);
        }
        Set<Integer> refused = refusedFrames.stream().map(GoneFrame::start).collect(Collectors.toSet());
        ByteArrayOutputStream rest = new ByteArrayOutputStream(bytes.length);
        List<Long> removed = new ArrayList<>();
        int from = 0;
        for (GoneFrame frame : gone) {
            if (refused.contains(frame.start())) {
                rest.write(bytes, from, frame.start() - from);
                from = frame.end();
                removed.add(frame.counter());
            }
        }
        rest.write(bytes, from, bytes.length - from);
        if (rest.size() == 0) {
            return Optional.empty();
        }
        List<GoneFrame> taken =
                gone.stream().filter(frame -> !refused.contains(frame.start())).toList();
        return Optional.of(new CheckedMessage(
                day,
                run,
                ranges.minus(sorted(removed)),
                frames - refused.size(),
                rest.toByteArray(),
                events,
                conflicts,
                taken));
    }

    private static CounterRanges sorted(List<Long> counters) {
        CounterRanges result = new CounterRanges();
        counters.stream().sorted().forEach(result::add);
        return result;
    }
}
