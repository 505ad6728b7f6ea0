package io.dayreel.media;

import java.io.IOException;
import java.util.Objects;

/**
 * The bytes are not the format that they claim to be, or pass a limit. Nothing else is thrown for bad bytes; a plain
 * {@link IOException} comes from the stream below.
 */
public final class MediaFormatException extends IOException {

    private final String boxPath;

    /**
     * @param boxPath where in the file, from the outermost box inwards, like {@code moof/traf/trun}; empty at top level
     * @param problem what is wrong there, as a phrase
     */
    public MediaFormatException(String boxPath, String problem) {
        super((boxPath.isEmpty() ? "media stream" : "box " + boxPath) + ": " + problem);
        this.boxPath = Objects.requireNonNull(boxPath);
    }

    /** Path of the box at fault, like {@code moof/traf/trun}; empty when no box was open. */
    public String boxPath() {
        return boxPath;
    }
}
