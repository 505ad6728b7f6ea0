package io.dayreel.ingest.check;

import io.dayreel.contracts.device.GoneFrames;

/**
 * A frame that declares others gone.
 *
 * @param start offset of the frame within its message
 * @param end offset behind it
 */
public record GoneFrame(long counter, int start, int end, GoneFrames frames) {}
