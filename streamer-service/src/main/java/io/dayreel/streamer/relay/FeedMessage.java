package io.dayreel.streamer.relay;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.tail.TailRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A record on its way from the owner of a tail to a relay: {@code offset i64 · receive time in ms i64 · frames}. Owner and
 * relay are of one installation, so it is no public format.
 */
final class FeedMessage {
    private static final int HEAD = 16;

    private FeedMessage() {}

    static byte[] encode(long offset, long receivedMillis, byte[] array, int from, int to) {
        return ByteBuffer.allocate(HEAD + to - from)
                .putLong(offset)
                .putLong(receivedMillis)
                .put(array, from, to - from)
                .array();
    }

    /** @throws FrameException if it holds no frame */
    static TailRecord decode(DeviceId device, byte[] message) {
        if (message.length < HEAD) {
            throw new FrameException(FrameException.Reason.TRUNCATED, 0, "a fed record has a head of 16 bytes");
        }
        ByteBuffer head = ByteBuffer.wrap(message);
        long offset = head.getLong();
        long receivedMillis = head.getLong();
        byte[] frames = Arrays.copyOfRange(message, HEAD, message.length);
        Day day = new Day(new FrameView().wrap(frames, 0, frames.length).day());
        return new TailRecord(device.on(day), offset, receivedMillis, frames);
    }
}
