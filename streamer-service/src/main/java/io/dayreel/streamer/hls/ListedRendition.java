package io.dayreel.streamer.hls;

import io.dayreel.streamer.rendition.Rendition;

/**
 * A rendition that a presentation has.
 *
 * @param peakBitsPerSecond measured, or a guess where nothing was; boxes included
 * @param framesPerSecond measured; 0 if nothing was
 */
public record ListedRendition(Rendition rendition, long peakBitsPerSecond, double framesPerSecond) {}
