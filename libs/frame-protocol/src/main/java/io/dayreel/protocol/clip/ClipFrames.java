package io.dayreel.protocol.clip;

import io.dayreel.protocol.clip.ClipPart.Loose;
import io.dayreel.protocol.clip.ClipPart.Placed;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Headers of a clip's frames and which samples their bodies are, as columns: 46 bytes a frame. Not thread-safe. */
final class ClipFrames {
    private static final int MIN_CAPACITY = 64;

    private ByteBuffer headers = ByteBuffer.allocate(MIN_CAPACITY * FrameLayout.HEADER_LENGTH);
    private int[] samples = new int[MIN_CAPACITY];
    private short[] lanes = new short[MIN_CAPACITY];
    private int count;

    void add(FrameView frame, int lane, int sample) {
        if (count == samples.length) {
            headers = ByteBuffer.wrap(Arrays.copyOf(headers.array(), headers.capacity() * 2));
            samples = Arrays.copyOf(samples, count * 2);
            lanes = Arrays.copyOf(lanes, count * 2);
        }
        headers.put(at(count, 0), frame.message(), 0, FrameLayout.HEADER_LENGTH);
        samples[count] = sample;
        lanes[count] = (short) lane;
        count++;
    }

    int count() {
        return count;
    }

    private static int at(int frame, int field) {
        return frame * FrameLayout.HEADER_LENGTH + field;
    }

    /** Numbers of the frames, by day, run and counter. */
    int[] inOrder() {
        return IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> Long.compareUnsigned(place(a), place(b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Day, run and counter as one number, which sorts as they do. */
    long place(int frame) {
        return place(day(frame), run(frame), counter(frame));
    }

    static long place(int day, int run, long counter) {
        return (long) day << 48 | (long) run << 32 | counter;
    }

    int day(int frame) {
        return headers.getShort(at(frame, FrameLayout.DAY_AT)) & 0xFFFF;
    }

    int run(int frame) {
        return headers.getShort(at(frame, FrameLayout.RUN_AT)) & 0xFFFF;
    }

    long counter(int frame) {
        return headers.getInt(at(frame, FrameLayout.COUNTER_AT)) & 0xFFFF_FFFFL;
    }

    int crc(int frame) {
        return headers.getInt(at(frame, FrameLayout.CRC_AT));
    }

    /** @param number in its segment */
    Placed placed(int frame, int number) {
        return new Placed(
                number,
                lanes[frame],
                samples[frame],
                headers.getInt(at(frame, FrameLayout.COMPOSITION_OFFSET_AT)),
                headers.getInt(at(frame, FrameLayout.DURATION_AT)) & 0xFFFF_FFFFL);
    }

    Loose loose(int frame) {
        FrameHeader header = FrameHeader.of(
                        FrameType.of(u8(frame, FrameLayout.TYPE_AT)), Codec.of(u8(frame, FrameLayout.CODEC_AT)))
                .onTrack(u8(frame, FrameLayout.TRACK_AT))
                .withConfiguration(u8(frame, FrameLayout.CONFIGURATION_AT))
                .withFlags(u8(frame, FrameLayout.FLAGS_AT))
                .at(day(frame), run(frame), counter(frame))
                .timed(
                        headers.getLong(at(frame, FrameLayout.TIME_AT)),
                        headers.getInt(at(frame, FrameLayout.COMPOSITION_OFFSET_AT)),
                        headers.getInt(at(frame, FrameLayout.DURATION_AT)) & 0xFFFF_FFFFL);
        return new Loose(lanes[frame], samples[frame], header, crc(frame));
    }

    private int u8(int frame, int field) {
        return headers.get(at(frame, field)) & 0xFF;
    }
}
