package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.streamer.rendition.Rendition;
import java.util.List;

/** The segments of all renditions of pictures and sound that contain a time. There is at least one. */
public record SegmentsAt(List<Piece> pieces) {
    public SegmentsAt {
        pieces = List.copyOf(pieces);
    }

    /**
     * The segment of one rendition.
     *
     * @param codec RFC 6381
     * @param language tag of the language, empty if none is known
     * @param height of its pictures, 0 for sound or where it is not known
     */
    public record Piece(Rendition rendition, CutSpan span, String codec, String language, int height) {}
}
