package io.dayreel.contracts.segments;

/**
 * The end of a run as its device declared it.
 *
 * @param counter counter of the end-of-run frame: the number of frames before it
 * @param reason day, input-end, clock or shutdown
 * @param lastRunOfDay whether the device said that no further run of the day follows
 */
public record RunEnd(long counter, String reason, boolean lastRunOfDay) {}
