package io.dayreel.contracts.catalogue;

import io.dayreel.protocol.stream.Day;
import java.time.Instant;
import java.util.Optional;

/**
 * One archived day of a device: {@code GET /v1/devices/{device}/days/{day}}.
 *
 * @param sealed absent until a manifest was written
 */
public record DayEntry(
        Day day, long frames, long bytes, long segments, Instant first, Instant last, Optional<SealedDay> sealed) {}
