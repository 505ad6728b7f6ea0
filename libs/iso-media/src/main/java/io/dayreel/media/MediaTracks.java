package io.dayreel.media;

import java.util.List;

/**
 * The tracks from here on, replacing all earlier ones: the movie box, which a stream may repeat with other parameters.
 *
 * @param tracks in the order of the movie box; ids are unique
 */
public record MediaTracks(List<MediaTrack> tracks) implements MediaPart {

    public MediaTracks {
        tracks = List.copyOf(tracks);
    }
}
