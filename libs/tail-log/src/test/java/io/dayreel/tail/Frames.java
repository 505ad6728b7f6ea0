package io.dayreel.tail;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.StreamId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Small frames for tests; the body says which copy it is. */
final class Frames {
    static final StreamId STREAM = StreamId.parse("demo/cam/2026-11-21");

    private Frames() {}

    static byte[] message(int run, int copy, long... counters) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (long counter : counters) {
            boolean key = counter % 10 == 0;
            FrameHeader header = FrameHeader.of(FrameType.VIDEO, Codec.H264)
                    .withConfiguration(configuration(counter))
                    .withFlags(key ? FrameFlags.SYNC : 0)
                    .at(STREAM.day().number(), run, counter)
                    .timed(STREAM.day().startMicros() + run * 1_000_000_000L + counter * 40_000, 0, 0);
            message.writeBytes(new FrameEncoder()
                    .encode(header, ByteBuffer.allocate(4).putInt(copy).array()));
        }
        return message.toByteArray();
    }

    static int configuration(long counter) {
        return (int) (counter / 15);
    }

    static TailRecord record(long offset, int run, long... counters) {
        return new TailRecord(STREAM, offset, 1000 + offset, message(run, (int) offset, counters));
    }
}
