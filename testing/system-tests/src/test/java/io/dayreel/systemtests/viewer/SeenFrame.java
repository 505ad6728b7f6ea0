package io.dayreel.systemtests.viewer;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a viewer remembers of a frame.
 *
 * @param message SHA-256 of the whole message
 * @param body SHA-256 of the body
 */
public record SeenFrame(
        int day,
        int run,
        long counter,
        FrameType type,
        int track,
        boolean sync,
        long timeMicros,
        int compositionOffsetMicros,
        String message,
        String body) {

    static SeenFrame of(FrameView view) {
        return new SeenFrame(
                view.day(),
                view.run(),
                view.counter(),
                view.type(),
                view.track(),
                view.isSync(),
                view.timeMicros(),
                view.compositionOffsetMicros(),
                sha256(view.messageBytes()),
                sha256(view.bodyBytes()));
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
