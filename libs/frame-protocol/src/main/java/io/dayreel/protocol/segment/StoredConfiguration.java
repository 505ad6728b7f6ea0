package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.util.Arrays;

/** A configuration frame as it was received. Immutable. */
public final class StoredConfiguration {
    private final byte[] message;
    private final int run;
    private final int track;
    private final int number;
    private final Codec codec;
    private final ConfigurationBody body;

    /**
     * Copies a configuration frame.
     *
     * @throws FrameException (BODY) if it is another frame or its body is no configuration
     */
    public StoredConfiguration(FrameView frame) {
        if (frame.type() != FrameType.CONFIGURATION) {
            throw new FrameException(FrameException.Reason.BODY, frame.offset(), "frame is no configuration");
        }
        message = frame.messageBytes();
        run = frame.run();
        track = frame.track();
        number = frame.configuration();
        codec = frame.codec();
        body = ConfigurationBody.decode(frame.body());
    }

    /** @throws FrameException if the bytes are not exactly one valid configuration frame */
    public static StoredConfiguration decode(byte[] message) {
        FrameView frame = new FrameView().wrap(message, 0, message.length).checkCrc();
        if (frame.end() != message.length) {
            throw new FrameException(FrameException.Reason.LENGTH, frame.end(), "bytes follow the configuration");
        }
        return new StoredConfiguration(frame);
    }

    static long key(int run, int track, int number) {
        return (long) run << 16 | track << 8 | number;
    }

    long key() {
        return key(run, track, number);
    }

    public int run() {
        return run;
    }

    public int track() {
        return track;
    }

    /** As frames name it in the high byte of their flags. */
    public int number() {
        return number;
    }

    public Codec codec() {
        return codec;
    }

    public ConfigurationBody body() {
        return body;
    }

    /** A copy of the frame message. */
    public byte[] message() {
        return message.clone();
    }

    int messageLength() {
        return message.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredConfiguration that && Arrays.equals(message, that.message);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(message);
    }

    @Override
    public String toString() {
        return "configuration " + number + " of run " + run + ", track " + track + ": " + body;
    }
}
