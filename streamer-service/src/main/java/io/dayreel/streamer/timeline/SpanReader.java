package io.dayreel.streamer.timeline;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.archive.ArchivedSegment;
import io.dayreel.streamer.archive.ArchivedSpan;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.streamer.archive.SegmentArchive;
import io.dayreel.streamer.archive.SegmentFrames;
import io.dayreel.streamer.archive.SegmentGoneException;
import io.dayreel.tail.TailBytes;
import io.dayreel.tail.TailStretch;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the frames of spans. Keeps the segments read last open, so that a segment into which late frames are sorted is
 * fetched once; at most {@link #MAX_OPEN} of them, 128 KiB each. A frame that is damaged in one segment is taken from
 * another that has it. Not thread-safe.
 */
final class SpanReader {
    private static final int MAX_OPEN = 4;

    private final TailSource tail;
    private final SegmentArchive segments;
    private final long untilMicros;
    private final LinkedHashMap<ArchivedSegment, SegmentFrames> open = new LinkedHashMap<>(8, 0.75f, true);
    private final Set<ArchivedSegment> gone = new HashSet<>();
    private final FrameView tailView = new FrameView();
    private Reading reading = new Nothing();

    /** @param untilMicros later frames will not be asked for */
    SpanReader(TailSource tail, SegmentArchive segments, long untilMicros) {
        this.tail = tail;
        this.segments = segments;
        this.untilMicros = untilMicros;
    }

    void begin(DayView view, Span span) {
        reading = switchOn(view, span);
    }

    private Reading switchOn(DayView view, Span span) {
        if (span instanceof Span.InTail inTail) {
            return new TailReading(view.stream(), inTail.stretch());
        }
        return new ArchiveReading(view.archive(), ((Span.InArchive) span).archived());
    }

    void stop() {
        reading = new Nothing();
    }

    /** Moves to the next frame of the span. */
    boolean next() {
        return reading.next();
    }

    /** Whether the span ended because its bytes could not be had at present. */
    boolean failed() {
        return reading.failed();
    }

    /** The counter behind the span that was read to its end. */
    Optional<Long> passed() {
        Optional<Long> behind = reading.behind();
        reading = new Nothing();
        return behind;
    }

    FrameView frame() {
        return reading.frame();
    }

    byte[] array() {
        return reading.array();
    }

    boolean isFromArchive() {
        return reading instanceof ArchiveReading;
    }

    /** A snapshot without the segments whose objects were found to be gone. */
    DayArchive readable(DayArchive archive) {
        return gone.isEmpty() ? archive : archive.without(gone);
    }

    void release() {
        open.values().forEach(SegmentFrames::release);
    }

    void close() {
        reading = new Nothing();
        open.values().forEach(SpanReader::close);
        open.clear();
    }

    private static void close(SegmentFrames frames) {
        try {
            frames.close();
        } catch (IOException e) {
            frames.release();
        }
    }

    private SegmentFrames opened(ArchivedSpan span) {
        SegmentFrames frames = open.get(span.segment());
        if (frames == null) {
            if (open.size() == MAX_OPEN) {
                var eldest = open.entrySet().iterator();
                Map.Entry<ArchivedSegment, SegmentFrames> entry = eldest.next();
                eldest.remove();
                close(entry.getValue());
            }
            frames = segments.open(span, untilMicros);
            open.put(span.segment(), frames);
        }
        frames.begin(span);
        return frames;
    }

    private void forget(ArchivedSegment segment) {
        gone.add(segment);
        SegmentFrames frames = open.remove(segment);
        if (frames != null) {
            close(frames);
        }
    }

    private interface Reading {
        boolean next();

        boolean failed();

        Optional<Long> behind();

        FrameView frame();

        byte[] array();
    }

    private static final class Nothing implements Reading {
        @Override
        public boolean next() {
            return false;
        }

        @Override
        public boolean failed() {
            return false;
        }

        @Override
        public Optional<Long> behind() {
            return Optional.empty();
        }

        @Override
        public FrameView frame() {
            throw new IllegalStateException("no frame was found");
        }

        @Override
        public byte[] array() {
            throw new IllegalStateException("no frame was found");
        }
    }

    private final class TailReading implements Reading {
        private final StreamId stream;
        private final TailStretch stretch;
        private Optional<TailBytes> bytes = Optional.empty();
        private int at;
        private boolean failed;

        TailReading(StreamId stream, TailStretch stretch) {
            this.stream = stream;
            this.stretch = stretch;
        }

        @Override
        public boolean next() {
            if (bytes.isEmpty()) {
                bytes = tail.read(stream, stretch);
                failed = bytes.isEmpty();
                at = bytes.map(TailBytes::from).orElse(0);
            }
            while (!failed && at < bytes.get().to()) {
                tailView.wrap(bytes.get().array(), at, bytes.get().to());
                if (tailView.counter() > stretch.last()) {
                    return false;
                }
                at = tailView.end();
                if (tailView.counter() >= stretch.first()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean failed() {
            return failed;
        }

        @Override
        public Optional<Long> behind() {
            return Optional.of(stretch.last() + 1);
        }

        @Override
        public FrameView frame() {
            return tailView;
        }

        @Override
        public byte[] array() {
            return bytes.orElseThrow().array();
        }
    }

    private final class ArchiveReading implements Reading {
        private final DayArchive archive;
        private final ArchivedSpan span;
        private long expected;
        private boolean vanished;
        private Optional<ArchiveReading> detour = Optional.empty();
        private Optional<FrameView> found = Optional.empty();
        private SegmentFrames frames;

        ArchiveReading(DayArchive archive, ArchivedSpan span) {
            this.archive = archive;
            this.span = span;
            this.expected = span.first();
        }

        @Override
        public boolean next() {
            if (vanished) {
                return false;
            }
            try {
                if (frames == null) {
                    frames = opened(span);
                }
                return nextOrDetour();
            } catch (SegmentGoneException e) {
                forget(span.segment());
                vanished = true;
                return false;
            }
        }

        private boolean nextOrDetour() {
            if (detour.isPresent()) {
                if (detour.get().next()) {
                    return true;
                }
                detour = Optional.empty();
                return found.isPresent() && deliver();
            }
            found = frames.next();
            long until = found.map(FrameView::counter).orElse(span.last() + 1);
            if (until > expected && takeDetour(until)) {
                return true;
            }
            return found.isPresent() && deliver();
        }

        private boolean deliver() {
            expected = found.get().counter() + 1;
            return true;
        }

        /** Frames up to a counter are damaged here: looks for them in the other segments. */
        private boolean takeDetour(long until) {
            Optional<ArchiveReading> other = archive.without(Set.of(span.segment()))
                    .next(span.run(), expected)
                    .filter(elsewhere -> elsewhere.first() < until)
                    .map(elsewhere -> new ArchiveReading(DayArchive.EMPTY, elsewhere.upTo(until - 1)));
            if (other.isEmpty() || !other.get().next()) {
                return false;
            }
            detour = other;
            return true;
        }

        @Override
        public boolean failed() {
            return false;
        }

        /** A segment that vanished is planned again without it. */
        @Override
        public Optional<Long> behind() {
            return vanished ? Optional.of(expected) : Optional.of(span.last() + 1);
        }

        @Override
        public FrameView frame() {
            return detour.map(ArchiveReading::frame).or(() -> found).orElseThrow();
        }

        @Override
        public byte[] array() {
            return detour.map(ArchiveReading::array).orElseGet(frames::array);
        }
    }
}
