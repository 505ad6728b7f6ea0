package io.dayreel.streamer.media;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.media.cmaf.InitSegment;
import io.dayreel.media.cmaf.MediaFragment;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.media.MediaException.Reason;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.CounterTag;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes what is behind an address out of the stored frames. The same frames give the same bytes, on any instance,
 * whether they come from tail or archive. Thread-safe; calls may block on disk and network.
 */
public final class MediaPackager {
    private static final long ARRIVAL_PATIENCE_NANOS = 4_000_000_000L;
    private static final long LOOK_NANOS = 20_000_000L;

    private final Timeline timeline;
    private final StreamIndex index;
    private final MediaCounters counters;
    private final TextFrames texts;

    public MediaPackager(Timeline timeline, StreamIndex index, MediaCounters counters) {
        this.timeline = timeline;
        this.index = index;
        this.counters = counters;
        this.texts = new TextFrames(timeline, index, counters);
    }

    /**
     * Begins to make it.
     *
     * @throws MediaException if it cannot be had; MOVED if frames came since the address was made
     */
    public Fragments open(DeviceId device, MediaAddress address) {
        try {
            if (address instanceof MediaAddress.Init init) {
                return initSegment(device, init);
            } else if (address instanceof MediaAddress.Silence silence) {
                return silence(device, silence);
            } else if (address instanceof MediaAddress.KeyPicture key) {
                return keyPicture(device, key);
            } else if (address instanceof MediaAddress.Text text) {
                return text(device, text);
            }
            return segment(device, (MediaAddress.Segment) address);
        } catch (ArchiveUnavailableException e) {
            throw MediaException.of(Reason.NOT_NOW, "the archive does not answer: " + e.getMessage());
        }
    }

    /** As {@link #open}, for a cut of the live stream: exactly the frames that were there when it was cut. */
    public Fragments open(DeviceId device, Rendition rendition, CutSpan span) {
        if (span.kind() == CutSpan.Kind.SILENCE) {
            return open(device, MediaAddress.of(rendition, span));
        }
        StreamId stream = device.on(span.day());
        CounterRanges waitedFor = awaited(stream, span.run(), span.first(), span.next(), span.missing());
        if (!waitedFor.isEmpty()) {
            throw MediaException.of(Reason.NOT_NOW, "frames of this part are not there yet");
        }
        return frames(stream, rendition, span.run(), span.first(), span.next(), span.missing());
    }

    private Fragments initSegment(DeviceId device, MediaAddress.Init init) {
        ConfigurationStart configuration =
                configuration(device.on(init.day()), init.rendition(), init.run(), init.number());
        if (!configuration.tag().equals(init.tag())) {
            throw MediaException.moved(
                    new MediaAddress.Init(init.day(), init.rendition(), init.run(), init.number(), configuration.tag())
                            .path());
        }
        return Fragments.of(List.of(ByteBuffer.wrap(InitSegment.of(TrackFormats.of(configuration)))));
    }

    private Fragments silence(DeviceId device, MediaAddress.Silence silence) {
        TrackFormat format = TrackFormats.of(
                configuration(device.on(silence.day()), silence.rendition(), silence.run(), silence.number()));
        List<Sample> units = SilentSamples.between(format, silence.startMicros(), silence.endMicros());
        if (units.isEmpty()) {
            throw MediaException.of(Reason.UNSUITABLE, "no silence can be made in this codec");
        }
        return Fragments.of(MediaFragment.of(
                format, units, OptionalLong.of(silence.endMicros()), sequence(silence.startMicros() / 1000)));
    }

    private Fragments keyPicture(DeviceId device, MediaAddress.KeyPicture key) {
        StreamId stream = device.on(key.day());
        requirePresent(stream, key);
        return frames(stream, key.rendition(), key.run(), key.counter(), key.counter() + 1, new CounterRanges());
    }

    private void requirePresent(StreamId stream, MediaAddress.KeyPicture key) {
        boolean there = key.rendition().isVideo()
                && index.keyFrameTime(stream, key.run(), key.rendition().track(), key.counter())
                        .isPresent()
                && index.missing(stream, key.run(), key.counter(), key.counter() + 1)
                        .isEmpty();
        if (!there) {
            throw MediaException.of(Reason.NONE, "this is no key frame, or it is not kept");
        }
    }

    private Fragments segment(DeviceId device, MediaAddress.Segment segment) {
        StreamId stream = device.on(segment.day());
        CounterRanges missing = missing(stream, segment.run(), segment.first(), segment.next(), segment.tag());
        String tag = CounterTag.of(missing);
        if (!tag.equals(segment.tag())) {
            throw MediaException.moved(new MediaAddress.Segment(
                            segment.day(), segment.rendition(), segment.run(), segment.first(), segment.next(), tag)
                    .path());
        }
        return frames(stream, segment.rendition(), segment.run(), segment.first(), segment.next(), missing);
    }

    private Fragments text(DeviceId device, MediaAddress.Text text) {
        StreamId stream = device.on(text.day());
        CounterRanges missing = missing(stream, text.run(), text.first(), text.next(), text.tag());
        String tag = CounterTag.of(missing);
        if (!tag.equals(text.tag())) {
            throw MediaException.moved(text.tagged(tag).path());
        }
        CounterRange wanted = new CounterRange(text.first(), text.next() - 1);
        List<TextFrame> frames =
                texts.between(stream, text.run(), text.rendition().track(), wanted, missing);
        return Fragments.of(new ShownText(text, frames).bytes());
    }

    /** Counters of a range that are not there, by what an address expects: what it does not may still be on its way. */
    private CounterRanges missing(StreamId stream, int run, long first, long next, String expected) {
        CounterRanges missing = index.missing(stream, run, first, next);
        if (!CounterTag.of(missing).equals(expected)) {
            missing = awaited(stream, run, first, next, new CounterRanges());
        }
        if (missing.size() == next - first) {
            throw MediaException.of(Reason.NONE, "none of these frames is kept");
        }
        return missing;
    }

    /**
     * Counters that are missing beside those that are known to be; waits a while for them where this instance is still
     * behind the one that cut.
     */
    private CounterRanges awaited(StreamId stream, int run, long first, long next, CounterRanges known) {
        long deadline = System.nanoTime() + ARRIVAL_PATIENCE_NANOS;
        while (true) {
            CounterRanges missing = index.missing(stream, run, first, next).minus(known);
            boolean mayCome = !index.isComplete(stream.deviceId())
                    || index.lastCounter(stream, run).orElse(-1L) < next - 1;
            if (missing.isEmpty() || !mayCome || System.nanoTime() > deadline) {
                return missing;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Fragments frames(
            StreamId stream, Rendition rendition, int run, long first, long next, CounterRanges missing) {
        OptionalLong successor = rendition.isVideo()
                ? index.keyFrameTime(stream, run, rendition.track(), next)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty())
                : OptionalLong.empty();
        FrameRangeReader reader =
                new FrameRangeReader(timeline, index, new FrameRangeReader.Wanted(stream, run, first, next, missing));
        counters.read();
        return new FrameFragments(
                reader, rendition, successor, configurations(stream, rendition, run, first), counters);
    }

    private FrameFragments.Configurations configurations(StreamId stream, Rendition rendition, int run, long first) {
        return new FrameFragments.Configurations() {
            @Override
            public ConfigurationStart numbered(int number) {
                return configuration(stream, rendition, run, number);
            }

            @Override
            public ConfigurationStart ofSilence() {
                return index.configurationAt(stream, run, rendition, first)
                        .orElseThrow(() -> MediaException.of(Reason.NONE, "the run has no " + rendition));
            }
        };
    }

    private ConfigurationStart configuration(StreamId stream, Rendition rendition, int run, int number) {
        Optional<ConfigurationStart> found = index.configuration(stream, run, rendition.track(), number);
        return found.orElseThrow(
                () -> MediaException.of(Reason.NONE, "configuration " + number + " of the run is not kept"));
    }

    /** A fragment's number has 32 bits; it only has to grow within a segment. */
    static long sequence(long number) {
        return (number & 0x7FFF_FFFFL) + 1;
    }
}
