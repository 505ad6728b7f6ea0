package io.dayreel.media.cmaf;

import io.dayreel.media.box.BoxWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Samples of one track as movie fragments with absolute times: prft, moof and mdat. A hole of more than 2 s between two
 * samples begins another fragment (but of text), so that every sample's time is its own and never a sum of durations.
 */
public final class MediaFragment {

    private static final int BASE_IS_MOOF = 0x020000;
    private static final int DEFAULT_FLAGS = 0x20;
    private static final int DATA_OFFSET = 0x1;
    private static final int DURATIONS = 0x100;
    private static final int SIZES = 0x200;
    private static final int FLAGS = 0x400;
    private static final int COMPOSITION_OFFSETS = 0x800;

    private static final int SYNC = 0x02000000;
    private static final int NON_SYNC = 0x01010000;

    private static final int CAPTURE_TIME = 24;
    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int BOX_HEADER = 8;

    private MediaFragment() {}

    /**
     * The fragments' bytes in order: for each fragment one buffer with prft, moof and the header of mdat, then the
     * samples' own bodies, which are duplicated, not copied. The same samples give the same bytes.
     *
     * @param samples one track's, in decode order, at least one
     * @param nextTimeMicros decode time of the track's next sample, where it is known: until then the last one lasts
     * @param sequenceNumber of the first fragment; each further one counts on. Its low 32 bits are written
     * @throws IllegalArgumentException without samples, or with more than 2 GiB of them
     */
    public static List<ByteBuffer> of(
            TrackFormat format, List<Sample> samples, OptionalLong nextTimeMicros, long sequenceNumber) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("a fragment has at least one sample");
        }
        long[] durations = SampleTimes.durations(format, samples, nextTimeMicros);
        List<ByteBuffer> buffers = new ArrayList<>(samples.size() + 1);
        int begin = 0;
        long sequence = sequenceNumber;
        for (int end = 1; end <= durations.length; end++) {
            if (end == durations.length
                    || !format.isText()
                            && SampleTimes.isHole(
                                    samples.get(end - 1).timeMicros(),
                                    samples.get(end).timeMicros())) {
                List<Sample> part = samples.subList(begin, end);
                buffers.add(head(format, part, Arrays.copyOfRange(durations, begin, end), sequence++));
                part.forEach(sample -> buffers.add(sample.body().duplicate()));
                begin = end;
            }
        }
        return buffers;
    }

    /** How many bytes the buffers hold between them. */
    public static long length(List<ByteBuffer> buffers) {
        long length = 0;
        for (ByteBuffer buffer : buffers) {
            length += buffer.remaining();
        }
        return length;
    }

    private static ByteBuffer head(TrackFormat format, List<Sample> samples, long[] durations, long sequence) {
        long mediaBytes = 0;
        for (Sample sample : samples) {
            mediaBytes += sample.body().remaining();
        }
        if (mediaBytes > Integer.MAX_VALUE - BOX_HEADER) {
            throw new IllegalArgumentException(mediaBytes + " bytes in one fragment");
        }
        BoxWriter out = new BoxWriter();
        producerReferenceTime(out, format, samples.get(0));
        int moof = out.length();
        int[] dataOffset = new int[1];
        out.box("moof", () -> {
            out.fullBox("mfhd", 0, 0, () -> out.u32(sequence));
            out.box("traf", () -> dataOffset[0] = trackFragment(out, format, samples, durations));
        });
        out.setU32(dataOffset[0], out.length() + BOX_HEADER - moof);
        out.u32(mediaBytes + BOX_HEADER).code("mdat");
        return out.toByteBuffer();
    }

    /** When the first picture was captured (ISO/IEC 14496-12, 8.16.5; flags 24: the time is that of capture). */
    private static void producerReferenceTime(BoxWriter out, TrackFormat format, Sample first) {
        long micros = first.presentationMicros();
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND) + SECONDS_1900_TO_1970;
        long fraction = (Math.floorMod(micros, MICROS_PER_SECOND) << 32) / MICROS_PER_SECOND;
        out.fullBox("prft", 1, CAPTURE_TIME, () -> out.u32(InitSegment.TRACK_ID)
                .u32(seconds)
                .u32(fraction)
                .u64(SampleTimes.ticks(micros, format.timescale())));
    }

    /** Returns where the trun's data offset stands, which is known when the moof is done. */
    private static int trackFragment(BoxWriter out, TrackFormat format, List<Sample> samples, long[] durations) {
        int timescale = format.timescale();
        boolean offsets = samples.stream().anyMatch(sample -> sample.compositionOffsetMicros() != 0);
        out.fullBox("tfhd", 0, BASE_IS_MOOF | DEFAULT_FLAGS, () -> out.u32(InitSegment.TRACK_ID)
                .u32(format.isVideo() ? NON_SYNC : SYNC));
        out.fullBox("tfdt", 1, 0, () -> out.u64(SampleTimes.ticks(samples.get(0).timeMicros(), timescale)));
        int flags =
                DATA_OFFSET | DURATIONS | SIZES | (format.isVideo() ? FLAGS : 0) | (offsets ? COMPOSITION_OFFSETS : 0);
        int[] dataOffset = new int[1];
        out.fullBox("trun", 1, flags, () -> {
            out.u32(samples.size());
            dataOffset[0] = out.length();
            out.u32(0);
            for (int i = 0; i < samples.size(); i++) {
                sample(out, format, samples.get(i), durations[i], flags);
            }
        });
        return dataOffset[0];
    }

    private static void sample(BoxWriter out, TrackFormat format, Sample sample, long duration, int flags) {
        out.u32(duration).u32(sample.body().remaining());
        if ((flags & FLAGS) != 0) {
            out.u32(sample.sync() ? SYNC : NON_SYNC);
        }
        if ((flags & COMPOSITION_OFFSETS) != 0) {
            long decode = SampleTimes.ticks(sample.timeMicros(), format.timescale());
            out.u32(SampleTimes.ticks(sample.presentationMicros(), format.timescale()) - decode);
        }
    }
}
