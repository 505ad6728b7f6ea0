package io.dayreel.cli.source;

import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;

/**
 * Where JSON lines come from. The field {@code time} of a line is RFC 3339 text, or a number of seconds since the start;
 * a line without one happened when it was read.
 *
 * @param stream UTF-8, one object per line; closed with the source
 * @param track 0–255
 * @param start what numeric times count from
 * @param live whether lines come as they happen (standard input, a device) rather than all at once (a file)
 */
public record JsonLinesInput(InputStream stream, int track, Instant start, boolean live) {

    /** Where telemetry goes unless told otherwise. */
    public static final int TELEMETRY_TRACK = 2;

    /** Where events go unless told otherwise. */
    public static final int EVENT_TRACK = 3;

    public JsonLinesInput {
        Objects.requireNonNull(stream);
        Objects.requireNonNull(start);
        if (track < 0 || track > 255) {
            throw new IllegalArgumentException("track must be 0–255 but is " + track);
        }
    }
}
