package io.dayreel.writer.coverage;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameView;
import java.util.Optional;

/** Reads the body of an end-of-run frame. */
public final class EndOfRun {
    /** The reason given for an end whose body does not say. */
    public static final String UNKNOWN_REASON = "unknown";

    /** Longer reasons are cut off: they are reported and announced in records of limited size. */
    private static final int MAX_REASON = 200;

    private record Body(Optional<String> reason) {}

    private EndOfRun() {}

    /** @param frame an end-of-run frame, its body of any content */
    public static RunEnd of(FrameView frame) {
        boolean last = (frame.flags() & FrameFlags.LAST_RUN_OF_DAY) != 0;
        return new RunEnd(frame.counter(), reason(frame.bodyBytes()), last);
    }

    /** The first characters of the reason in an end's body, or {@link #UNKNOWN_REASON}. */
    public static String reason(byte[] json) {
        try {
            String reason = Json.read(json, Body.class).reason().orElse(UNKNOWN_REASON);
            return reason.substring(0, Math.min(reason.length(), MAX_REASON));
        } catch (JsonFormatException e) {
            return UNKNOWN_REASON;
        }
    }
}
