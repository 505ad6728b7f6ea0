package io.dayreel.streamer.media;

import io.dayreel.media.cmaf.MediaFragment;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.streamer.media.MediaException.Reason;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.Rendition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One rendition's frames of a range as fragments: of pictures one per group, of sound one in all, with silence where
 * sound is missing for more than a second. One thread's.
 */
final class FrameFragments implements Fragments {
    /** Tracks may be stored that far apart (libs/frame-protocol, Extent): only a longer hole is a hole. */
    private static final long SLACK_MICROS = 1_000_000;

    private static final long MAX_FRAGMENT_BYTES = 8L << 20;

    private final FrameRangeReader reader;
    private final Rendition rendition;
    private final long shiftMicros;
    private final OptionalLong successorMicros;
    private final Configurations configurations;
    private final MediaCounters counters;
    private final List<Sample> group = new ArrayList<>();
    private TrackFormat format;
    private int configuration = -1;
    private long groupBytes;
    private long groupCounter;
    private long rangeStart = Long.MAX_VALUE;
    private long rangeEnd = Long.MIN_VALUE;
    private boolean done;

    /** Where formats are known from. */
    interface Configurations {
        ConfigurationStart numbered(int number);

        /** For a range without a frame that names one. */
        ConfigurationStart ofSilence();
    }

    /**
     * What is made of the frames.
     *
     * @param shiftMicros how much later than the frames' own all times are
     * @param successorMicros own time of the rendition's frame behind the range, if it is there
     */
    record Wanted(Rendition rendition, long shiftMicros, OptionalLong successorMicros) {}

    FrameFragments(FrameRangeReader reader, Wanted wanted, Configurations configurations, MediaCounters counters) {
        this.reader = reader;
        this.rendition = wanted.rendition();
        this.shiftMicros = wanted.shiftMicros();
        this.successorMicros = wanted.successorMicros().isPresent()
                ? OptionalLong.of(wanted.successorMicros().getAsLong() + shiftMicros)
                : OptionalLong.empty();
        this.configurations = configurations;
        this.counters = counters;
    }

    @Override
    public Optional<List<ByteBuffer>> next() {
        while (!done) {
            if (!reader.next()) {
                done = true;
                return last();
            }
            FrameView frame = reader.frame();
            long time = frame.timeMicros() + shiftMicros;
            rangeStart = Math.min(rangeStart, time);
            rangeEnd = Math.max(rangeEnd, time);
            if (frame.typeCode() == rendition.frameType().code() && frame.track() == rendition.track()) {
                Optional<List<ByteBuffer>> finished = take(frame);
                if (finished.isPresent()) {
                    return finished;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<List<ByteBuffer>> take(FrameView frame) {
        if ((frame.flags() & FrameFlags.ENCRYPTED) != 0) {
            throw MediaException.of(
                    Reason.UNSUITABLE, "the frames are encrypted end to end: they play over the WebSocket only");
        }
        if (format == null) {
            configuration = frame.configuration();
            format = TrackFormats.of(configurations.numbered(configuration));
        } else if (frame.configuration() != configuration) {
            counters.leftOut();
            return Optional.empty();
        }
        boolean begins = rendition.isVideo() && frame.isSync() || groupBytes > MAX_FRAGMENT_BYTES;
        Optional<List<ByteBuffer>> before = Optional.empty();
        if (begins && !group.isEmpty()) {
            before = Optional.of(fragment(OptionalLong.of(frame.timeMicros() + shiftMicros)));
        }
        if (group.isEmpty()) {
            groupCounter = frame.counter();
        }
        group.add(new Sample(
                frame.timeMicros() + shiftMicros,
                frame.compositionOffsetMicros(),
                frame.durationMicros(),
                !rendition.isVideo() || frame.isSync(),
                frame.body()));
        groupBytes += frame.bodyLength();
        return before;
    }

    private Optional<List<ByteBuffer>> last() {
        if (!rendition.isVideo()) {
            fillWithSilence();
        }
        if (group.isEmpty()) {
            throw MediaException.of(Reason.NONE, "there are no frames of " + rendition + " in this range");
        }
        return Optional.of(fragment(successorMicros));
    }

    private List<ByteBuffer> fragment(OptionalLong nextMicros) {
        List<ByteBuffer> bytes =
                MediaFragment.of(format, List.copyOf(group), nextMicros, MediaPackager.sequence(groupCounter));
        group.clear();
        groupBytes = 0;
        return bytes;
    }

    private void fillWithSilence() {
        if (rangeStart > rangeEnd) {
            return;
        }
        if (format == null) {
            format = TrackFormats.of(configurations.ofSilence());
        }
        List<Sample> filled = new ArrayList<>();
        long at = rangeStart;
        for (Sample sample : group) {
            addSilence(filled, at, sample.timeMicros());
            filled.add(sample);
            at = sample.timeMicros() + sample.durationHintMicros();
        }
        addSilence(filled, at, rangeEnd);
        group.clear();
        group.addAll(filled);
    }

    private void addSilence(List<Sample> filled, long fromMicros, long toMicros) {
        if (toMicros - fromMicros > SLACK_MICROS || filled.isEmpty() && group.isEmpty()) {
            filled.addAll(SilentSamples.between(format, fromMicros, toMicros));
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
