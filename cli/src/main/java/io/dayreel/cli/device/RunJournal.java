package io.dayreel.cli.device;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What became of a run's frames: which are free (acknowledged as far as wanted) and up to where they were sent. Entries
 * of {@code kind u8 · first u64 · last u64} are appended, and rewritten as few when they become many. A torn last entry
 * is dropped; that only makes frames be sent again. Not thread-safe.
 */
final class RunJournal implements AutoCloseable {
    private static final int ENTRY = 17;
    private static final byte FREED = 1;
    private static final byte SENT = 2;
    private static final long REWRITE_AT = 64 << 10;

    private final Path file;
    private final CounterRanges freed = new CounterRanges();
    private long sentNext;
    private long bytes;
    private FileChannel channel;

    private RunJournal(Path file) {
        this.file = file;
    }

    static RunJournal open(Path directory) throws IOException {
        RunJournal journal = new RunJournal(directory.resolve("journal"));
        if (Files.exists(journal.file)) {
            journal.read(ByteBuffer.wrap(Files.readAllBytes(journal.file)));
        }
        journal.rewrite();
        return journal;
    }

    private void read(ByteBuffer entries) {
        while (entries.remaining() >= ENTRY) {
            byte kind = entries.get();
            long first = entries.getLong();
            long last = entries.getLong();
            if (kind == FREED && first >= 0 && last >= first && last <= 0xFFFF_FFFFL) {
                freed.add(first, last);
            } else if (kind == SENT) {
                sentNext = Math.max(sentNext, last);
            } else {
                return;
            }
        }
    }

    /** Counters that need not be kept. Not to be changed by the caller. */
    CounterRanges freed() {
        return freed;
    }

    /** Counter behind the last frame that was ever handed to the network. */
    long sentNext() {
        return sentNext;
    }

    void free(long first, long last) throws IOException {
        if (freed.add(first, last) > 0) {
            append(FREED, first, last);
        }
    }

    void sent(long next) throws IOException {
        if (next > sentNext) {
            sentNext = next;
            append(SENT, 0, next);
        }
    }

    private void append(byte kind, long first, long last) throws IOException {
        if (bytes > REWRITE_AT) {
            rewrite();
        } else {
            write(channel, entry(kind, first, last));
            bytes += ENTRY;
        }
    }

    private void rewrite() throws IOException {
        Path fresh = file.resolveSibling("journal.new");
        ByteBuffer entries = ByteBuffer.allocate(ENTRY * (freed.rangeCount() + 1));
        for (CounterRange range : freed.ranges()) {
            entries.put(entry(FREED, range.first(), range.last()));
        }
        entries.put(entry(SENT, 0, sentNext)).flip();
        close();
        Files.deleteIfExists(fresh);
        channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        bytes = entries.remaining();
        write(channel, entries);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ByteBuffer entry(byte kind, long first, long last) {
        return ByteBuffer.allocate(ENTRY).put(kind).putLong(first).putLong(last).flip();
    }

    private static void write(FileChannel target, ByteBuffer entries) throws IOException {
        while (entries.hasRemaining()) {
            target.write(entries);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
