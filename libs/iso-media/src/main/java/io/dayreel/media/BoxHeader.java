package io.dayreel.media;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * Header of a top-level box.
 *
 * @param offset where the header begins in the stream
 * @param contentBytes what follows the header, within the limit
 */
record BoxHeader(int type, long offset, long contentBytes) {

    private static final int TO_THE_END = 0;
    private static final int LARGE = 1;

    /** The next header; empty if the stream ends where a box may begin. */
    static Optional<BoxHeader> read(ByteSource source, ReadLimits limits) throws IOException {
        long offset = source.position();
        int first = source.read();
        if (first < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(rest(source, limits, offset, first));
        } catch (EOFException cut) {
            throw new MediaFormatException("", "the stream ends within a box header at byte " + offset);
        }
    }

    private static BoxHeader rest(ByteSource source, ReadLimits limits, long offset, int first) throws IOException {
        BoxContent fields = BoxContent.of(0, source.take(7));
        long size = (long) first << 24 | fields.u24();
        int type = fields.i32();
        if (size == LARGE) {
            size = BoxContent.of(type, source.take(8)).i64();
        } else if (size == TO_THE_END) {
            throw new MediaFormatException(BoxType.name(type), "goes to the end of the stream, which cannot be read");
        }
        long header = source.position() - offset;
        if (size < header) {
            throw new MediaFormatException(BoxType.name(type), "impossible size " + size + " at byte " + offset);
        }
        if (size > limits.maxBoxBytes()) {
            throw new MediaFormatException(BoxType.name(type), size + " bytes, the limit is " + limits.maxBoxBytes());
        }
        return new BoxHeader(type, offset, size - header);
    }
}
