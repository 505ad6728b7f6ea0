package io.dayreel.cli.device;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of a run's spool: whole frame messages with consecutive counters, back to back. Appended to, then deleted as a
 * whole. Not thread-safe.
 */
final class SpoolChunk implements AutoCloseable {
    private static final String SUFFIX = ".frames";

    private final Path file;
    private final FileChannel channel;
    private final long first;
    private long next;
    private long bytes;
    private boolean endsRun;
    private long lastMicros;
    private long hintCounter;
    private long hintOffset;

    private SpoolChunk(Path file, long first) throws IOException {
        this.file = file;
        this.first = first;
        this.next = first;
        this.hintCounter = first;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static SpoolChunk create(Path directory, long first) throws IOException {
        return new SpoolChunk(directory.resolve(String.format("%010d", first) + SUFFIX), first);
    }

    static boolean isChunk(Path file) {
        return file.getFileName().toString().endsWith(SUFFIX);
    }

    /** Reads what a process left, and cuts off what it had not finished writing. */
    static SpoolChunk recover(Path file) throws IOException {
        String name = file.getFileName().toString();
        SpoolChunk chunk = new SpoolChunk(file, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
        ByteBuffer content = chunk.read(0, (int) chunk.channel.size());
        FrameView view = new FrameView();
        try {
            while (chunk.bytes < content.limit()) {
                view.wrap(content, (int) chunk.bytes, content.limit()).checkCrc();
                chunk.lastMicros = view.timeMicros();
                chunk.added(view.length(), view.type() == FrameType.END_OF_RUN);
            }
        } catch (FrameException torn) {
            chunk.channel.truncate(chunk.bytes);
        }
        return chunk;
    }

    /** Writes a whole frame, or nothing. @throws IOException if the disk refuses, for one because it is full */
    void append(ByteBuffer message, boolean ends) throws IOException {
        int length = message.remaining();
        try {
            long at = bytes;
            while (message.hasRemaining()) {
                at += channel.write(message, at);
            }
        } catch (IOException e) {
            channel.truncate(bytes);
            throw e;
        }
        added(length, ends);
    }

    private void added(int length, boolean ends) {
        bytes += length;
        next++;
        endsRun |= ends;
    }

    long first() {
        return first;
    }

    /** Counter behind the last frame. */
    long next() {
        return next;
    }

    long bytes() {
        return bytes;
    }

    /** Capture time of the last frame that was recovered; 0 if there is none. */
    long lastMicros() {
        return lastMicros;
    }

    boolean endsRun() {
        return endsRun;
    }

    /**
     * Appends frames from a counter on to the target, up to {@code last} and as many as fit, one at least if it fits.
     *
     * @return the counter behind the last one copied
     */
    long copy(long from, long last, ByteBuffer target) throws IOException {
        long counter = from;
        long offset = seek(from);
        ByteBuffer block = read(offset, (int) Math.min(bytes - offset, target.remaining()));
        int at = 0;
        while (counter <= last && counter < next) {
            int length = lengthAt(block, at);
            if (length == 0 || length > block.limit() - at) {
                break;
            }
            target.put(block.slice(at, length));
            at += length;
            counter++;
        }
        hintCounter = counter;
        hintOffset = offset + at;
        return counter;
    }

    private long seek(long counter) throws IOException {
        if (counter < hintCounter) {
            hintCounter = first;
            hintOffset = 0;
        }
        while (hintCounter < counter) {
            hintOffset += lengthAt(read(hintOffset, FrameLayout.HEADER_LENGTH), 0);
            hintCounter++;
        }
        return hintOffset;
    }

    private static int lengthAt(ByteBuffer block, int at) {
        return block.limit() - at < FrameLayout.HEADER_LENGTH
                ? 0
                : FrameLayout.HEADER_LENGTH + block.getInt(at + FrameLayout.BODY_LENGTH_AT);
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new EOFException(file + " ends before byte " + (offset + length));
            }
        }
        return target.flip();
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
