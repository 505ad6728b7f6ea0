package io.dayreel.streamer.thumbnails;

import io.dayreel.media.cmaf.TrackFormat;
import java.util.Optional;

/** Pixels of a thumbnail; both even. */
record PictureSize(int width, int height) {

    /** So wide, and as high as the format's pictures are then; 16:9 where it does not say. */
    static PictureSize of(Optional<TrackFormat> format, int width) {
        int even = Math.max(2, width & ~1);
        double ratio = format.filter(known -> known.width() > 0 && known.height() > 0)
                .map(known -> (double) known.height() / known.width())
                .orElse(9.0 / 16);
        return new PictureSize(even, (int) Math.max(2, 2 * Math.round(even * ratio / 2)));
    }
}
