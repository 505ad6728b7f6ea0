package io.dayreel.contracts.completeness;

import io.dayreel.protocol.ranges.CounterRanges;

/**
 * Frames of a run that can never come. A frame that comes all the same is received, and no longer lost.
 *
 * @param reason {@code not-held} (the device was asked and does not have it), {@code retention} (too old to ask), or the
 *     device's own word in a gone frame, e.g. {@code spool-full}
 */
public record LostFrames(CounterRanges ranges, String reason) {}
