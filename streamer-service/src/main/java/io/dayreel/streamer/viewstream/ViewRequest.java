package io.dayreel.streamer.viewstream;

import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.rendition.LanguageWish;
import java.util.OptionalInt;

/**
 * What a viewer asks for.
 *
 * @param range in which the time lies
 * @param micros the time, in µs of the range
 * @param height of the pictures that the rendition shall be nearest to; the largest if empty
 */
public record ViewRequest(Range range, long micros, ViewFormat format, OptionalInt height, LanguageWish wish) {}
