package io.dayreel.contracts.catalogue;

import io.dayreel.protocol.stream.Day;
import java.time.Instant;
import java.util.Optional;

/** One device of a tenant: {@code GET /v1/devices/{device}}. A device that only just connected has no days yet. */
public record DeviceEntry(
        String device,
        Optional<Day> firstDay,
        Optional<Day> lastDay,
        Optional<Instant> lastFrameAt,
        boolean connected,
        long bytes) {}
