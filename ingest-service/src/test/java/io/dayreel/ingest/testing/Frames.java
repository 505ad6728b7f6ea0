package io.dayreel.ingest.testing;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.Day;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames as a device would send them. */
public final class Frames {
    private static final FrameEncoder ENCODER = new FrameEncoder();

    private Frames() {}

    /** A data frame whose body tells its counter. */
    public static byte[] data(Day day, int run, long counter) {
        return data(day, run, counter, ("frame " + counter).getBytes(StandardCharsets.UTF_8));
    }

    public static synchronized byte[] data(Day day, int run, long counter, byte[] body) {
        return ENCODER.encode(
                FrameHeader.of(FrameType.DATA, Codec.BYTES)
                        .withFlags(FrameFlags.SYNC)
                        .at(day.number(), run, counter)
                        .timed(day.startMicros() + counter, 0, 0),
                body);
    }

    public static synchronized byte[] event(Day day, int run, long counter, String json) {
        return ENCODER.encode(
                FrameHeader.of(FrameType.EVENT, Codec.JSON)
                        .withFlags(FrameFlags.SYNC)
                        .onTrack(3)
                        .at(day.number(), run, counter)
                        .timed(day.startMicros() + counter, 0, 0),
                json.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame that declares others gone, with any body. */
    public static synchronized byte[] gone(Day day, int run, long counter, String json) {
        return ENCODER.encode(
                FrameHeader.of(FrameType.GONE, Codec.JSON)
                        .withFlags(FrameFlags.SYNC)
                        .at(day.number(), run, counter)
                        .timed(day.startMicros() + counter, 0, 0),
                json.getBytes(StandardCharsets.UTF_8));
    }

    /** Frames {@code first} to {@code last} in one message. */
    public static byte[] range(Day day, int run, long first, long last) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (long counter = first; counter <= last; counter++) {
            all.writeBytes(data(day, run, counter));
        }
        return all.toByteArray();
    }

    public static byte[] join(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(messages).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** The same bytes with one of them changed. */
    public static byte[] broken(byte[] message, int at, int value) {
        byte[] copy = message.clone();
        copy[at] = (byte) value;
        return copy;
    }
}
