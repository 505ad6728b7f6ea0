package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.stream.FramePosition;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A frame that the index wants to know about: an event, an end of run, or a statement that frames are gone.
 *
 * @param type EVENT, END_OF_RUN or GONE
 * @param codec how its body is coded
 * @param track 0–255
 * @param flags bits of {@link FrameFlags}
 * @param position run and counter
 * @param timeMicros capture time, µs since 1970-01-01 UTC
 * @param body a read-only copy; empty if the body is longer than {@link #MAX_BODY} and has to be read from the frame
 */
public record Mark(
        FrameType type,
        Codec codec,
        int track,
        int flags,
        FramePosition position,
        long timeMicros,
        Optional<ByteBuffer> body) {
    /** Longest body that is copied, bytes. */
    public static final int MAX_BODY = 16 << 10;

    static boolean isMark(FrameType type) {
        return type == FrameType.EVENT || type == FrameType.END_OF_RUN || type == FrameType.GONE;
    }

    public boolean isLastRunOfDay() {
        return type == FrameType.END_OF_RUN && (flags & FrameFlags.LAST_RUN_OF_DAY) != 0;
    }

    /**
     * The body as text, if it is JSON and was copied. It is not parsed here.
     *
     * @throws io.dayreel.protocol.frame.FrameException (BODY) if it is not UTF-8
     */
    public Optional<String> json() {
        return codec == Codec.JSON ? body.map(Json::text) : Optional.empty();
    }
}
