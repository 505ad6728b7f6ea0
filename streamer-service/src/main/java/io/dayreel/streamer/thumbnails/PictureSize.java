package io.dayreel.streamer.thumbnails;

import io.dayreel.media.cmaf.TrackFormat;
import java.util.Optional;

/** Pixels of a thumbnail; both even. */
public record PictureSize(int width, int height) {

    /** So wide, and as high as the format's pictures are then; 16:9 where it does not say. */
    static PictureSize of(Optional<TrackFormat> format, int width) {
        return of(
                format.map(TrackFormat::width).orElse(0),
                format.map(TrackFormat::height).orElse(0),
                width);
    }

    /** Likewise. @param fullWidth of the format's pictures, 0 if it does not say, as {@code fullHeight} */
    public static PictureSize of(int fullWidth, int fullHeight, int width) {
        int even = Math.max(2, width & ~1);
        double ratio = fullWidth > 0 && fullHeight > 0 ? (double) fullHeight / fullWidth : 9.0 / 16;
        return new PictureSize(even, (int) Math.max(2, 2 * Math.round(even * ratio / 2)));
    }
}
