package io.dayreel.streamer.media;

import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.media.MediaException.Reason;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * The text frames of runs. Text lies thinly between pictures, and the ranges of neighbouring segments overlap: what was read
 * once is remembered, of the runs that were asked for last and within a bound. What has a counter never changes. Thread-safe;
 * calls may block on disk and network.
 */
final class TextFrames {
    private static final int MAX_RUNS = 128;
    private static final long MAX_BYTES_OF_RUN = 16 << 20;
    private static final long MAX_BYTES = 64 << 20;

    private final Timeline timeline;
    private final StreamIndex index;
    private final MediaCounters counters;
    private final LinkedHashMap<Run, Known> runs = new LinkedHashMap<>(64, 0.75f, true);
    private long keptBytes;

    private record Run(StreamId stream, int run) {}

    /** What was read of a run; locked while more is read, but for what is counted of it, which all runs lock. */
    private static final class Known {
        private final TreeMap<Long, TextFrame> frames = new TreeMap<>();
        private CounterRanges read = new CounterRanges();
        private CounterRanges encrypted = new CounterRanges();
        private long bytes;
        private long counted;

        void forget() {
            frames.clear();
            read = new CounterRanges();
            encrypted = new CounterRanges();
            bytes = 0;
        }
    }

    TextFrames(Timeline timeline, StreamIndex index, MediaCounters counters) {
        this.timeline = timeline;
        this.index = index;
        this.counters = counters;
    }

    /**
     * Of a track with counters from {@code first} on, before {@code next}, in order of their counters.
     *
     * @param missing counters that are left out
     * @throws MediaException UNSUITABLE if they are encrypted end to end, NOT_NOW if they cannot be had in time
     */
    List<TextFrame> between(StreamId stream, int run, int track, CounterRange wanted, CounterRanges missing) {
        Run name = new Run(stream, run);
        Known known = known(name);
        synchronized (known) {
            CounterRanges unread = CounterRanges.of(wanted).minus(missing).minus(known.read);
            if (!unread.isEmpty()) {
                read(stream, run, unread, known);
            }
            if (!CounterRanges.of(wanted).intersection(known.encrypted).isEmpty()) {
                throw MediaException.of(
                        Reason.UNSUITABLE, "the text is encrypted end to end: it is read over the WebSocket only");
            }
            List<TextFrame> found = known.frames.subMap(wanted.first(), true, wanted.last(), true).values().stream()
                    .filter(frame -> frame.track() == track && !missing.contains(frame.counter()))
                    .toList();
            if (known.bytes > MAX_BYTES_OF_RUN) {
                known.forget();
            }
            count(name, known);
            return found;
        }
    }

    /** The runs that were not asked for lately are forgotten as a whole. */
    private void count(Run name, Known known) {
        synchronized (runs) {
            if (runs.get(name) != known) {
                return; // forgotten while it was read
            }
            keptBytes += known.bytes - known.counted;
            known.counted = known.bytes;
            while (keptBytes > MAX_BYTES && runs.size() > 1) {
                forgetEldest();
            }
        }
    }

    private void forgetEldest() {
        Iterator<Known> eldest = runs.values().iterator();
        keptBytes -= eldest.next().counted;
        eldest.remove();
    }

    private Known known(Run run) {
        synchronized (runs) {
            Known known = runs.computeIfAbsent(run, r -> new Known());
            if (runs.size() > MAX_RUNS) {
                forgetEldest();
            }
            return known;
        }
    }

    private void read(StreamId stream, int run, CounterRanges unread, Known known) {
        CounterRanges between = CounterRanges.of(new CounterRange(unread.first(), unread.last()))
                .minus(unread);
        FrameRangeReader.Wanted wanted =
                new FrameRangeReader.Wanted(stream, run, unread.first(), unread.last() + 1, between);
        counters.read();
        try (FrameRangeReader reader = new FrameRangeReader(timeline, index, wanted)) {
            while (reader.next()) {
                take(reader.frame(), known);
            }
        }
        known.read.addAll(unread);
    }

    private static void take(FrameView frame, Known known) {
        if (frame.type() != FrameType.TEXT) {
            return;
        }
        if ((frame.flags() & FrameFlags.ENCRYPTED) != 0) {
            known.encrypted.add(frame.counter());
            return;
        }
        String payload = StandardCharsets.UTF_8.decode(frame.body()).toString();
        TextFrame text =
                new TextFrame(frame.track(), frame.counter(), frame.timeMicros(), frame.durationMicros(), payload);
        if (known.frames.putIfAbsent(frame.counter(), text) == null) {
            known.bytes += text.memoryBytes();
        }
    }
}
