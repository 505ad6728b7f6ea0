package io.dayreel.cli.upload;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Files that ffmpeg writes one behind the other into a pipe, told apart by how each begins: MP4 by its {@code ftyp} box
 * (ISO/IEC 14496-12, 4.2), Matroska by its EBML header (RFC 8794, 11.2.1). One thread.
 */
final class PartStream {
    private static final int FTYP = 0x66747970;
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int BOX_HEADER = 8;
    private static final int COPY = 1 << 16;
    private static final byte[] NONE = {};

    private final DataInputStream in;
    private final boolean boxes;
    private final byte[] buffer = new byte[COPY];
    private byte[] begun = NONE;
    private long begunLength;
    private boolean ended;

    PartStream(PartFormat format, InputStream in) {
        this.boxes = format == PartFormat.MP4;
        this.in = new DataInputStream(in);
    }

    /** Where a box or element begins. @param header all before its content @param length of the content */
    private record Head(int type, byte[] header, long length) {}

    /**
     * Copies the next file.
     *
     * @return whether there was one
     * @throws IOException if it ends in the middle, or is not what was expected
     */
    boolean copyNext(OutputStream out) throws IOException {
        if (begun.length == 0) {
            Head first = read();
            if (first == null) {
                return false;
            }
            begun = first.header();
            begunLength = first.length();
        }
        out.write(begun);
        copy(begunLength, out);
        begun = NONE;
        for (Head next = read(); next != null; next = read()) {
            if (next.type() == (boxes ? FTYP : EBML)) {
                begun = next.header();
                begunLength = next.length();
                return true;
            }
            out.write(next.header());
            copy(next.length(), out);
        }
        return true;
    }

    /** Whether nothing is behind the file that was copied last. */
    boolean isAtEnd() {
        return ended;
    }

    private Head read() throws IOException {
        int first = in.read();
        if (first < 0) {
            ended = true;
            return null;
        }
        return boxes ? box(first) : element(first);
    }

    private Head box(int first) throws IOException {
        byte[] header = new byte[BOX_HEADER];
        header[0] = (byte) first;
        in.readFully(header, 1, BOX_HEADER - 1);
        ByteBuffer fields = ByteBuffer.wrap(header);
        long size = fields.getInt() & 0xFFFF_FFFFL;
        int type = fields.getInt();
        if (size == 1) {
            long large = in.readLong();
            byte[] longer = ByteBuffer.allocate(2 * BOX_HEADER)
                    .put(header)
                    .putLong(large)
                    .array();
            return new Head(type, longer, checked(large - 2 * BOX_HEADER));
        }
        return new Head(type, header, checked(size - BOX_HEADER));
    }

    /** The segment's content is read element by element, as it has no length in a pipe. */
    private Head element(int first) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(12);
        header.put((byte) first);
        int type = first;
        for (int left = Integer.numberOfLeadingZeros(first) - 24; left > 0; left--) {
            int next = in.readUnsignedByte();
            header.put((byte) next);
            type = type << 8 | next;
        }
        int lead = in.readUnsignedByte();
        header.put((byte) lead);
        int more = Integer.numberOfLeadingZeros(lead) - 24;
        if (more > 7) {
            throw new IOException("an element without a length");
        }
        long size = lead & (0x7F >> more);
        boolean unknown = size == 0x7F >> more;
        for (int left = more; left > 0; left--) {
            int next = in.readUnsignedByte();
            header.put((byte) next);
            size = size << 8 | next;
            unknown &= next == 0xFF;
        }
        if (type != SEGMENT && unknown) {
            throw new IOException("an element of unknown length");
        }
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        return new Head(type, bytes, type == SEGMENT ? 0 : size);
    }

    private static long checked(long length) throws IOException {
        if (length < 0) {
            throw new IOException("a box of negative length");
        }
        return length;
    }

    private void copy(long length, OutputStream out) throws IOException {
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("it ends " + left + " bytes early");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
