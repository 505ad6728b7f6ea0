package io.dayreel.cli.device;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A run's directory in the spool: chunks of frames, and the journal of what became of them. Not thread-safe. */
final class SpooledRun implements AutoCloseable {
    private final RunId id;
    private final Path directory;
    private final long chunkBytes;
    private final Deque<SpoolChunk> chunks = new ArrayDeque<>();
    private final RunJournal journal;
    private final CounterRanges lost = new CounterRanges();
    private long next;
    private long lastMicros;
    private boolean ended;
    private boolean tailOpen;
    private boolean leftOver;

    private SpooledRun(RunId id, Path directory, long chunkBytes) throws IOException {
        this.id = id;
        this.directory = directory;
        this.chunkBytes = chunkBytes;
        Files.createDirectories(directory);
        this.journal = RunJournal.open(directory);
    }

    /** Opens a run's directory, new or left by another process. */
    static SpooledRun open(RunId id, Path directory, long chunkBytes) throws IOException {
        SpooledRun run = new SpooledRun(id, directory, chunkBytes);
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> files.add(entry));
        }
        run.leftOver = files.stream().anyMatch(SpoolChunk::isChunk);
        Collections.sort(files);
        for (Path file : files) {
            if (SpoolChunk.isChunk(file)) {
                run.adopt(SpoolChunk.recover(file));
            }
        }
        CounterRanges freed = run.journal.freed();
        run.next = Math.max(run.next, freed.isEmpty() ? 0 : freed.last() + 1);
        run.deleteFreed();
        return run;
    }

    private void adopt(SpoolChunk chunk) throws IOException {
        lost.addAll(journal.freed().missing(next, chunk.first() - 1));
        next = chunk.next();
        lastMicros = Math.max(lastMicros, chunk.lastMicros());
        ended |= chunk.endsRun();
        chunks.add(chunk);
    }

    private static CounterRanges all(long below) {
        CounterRanges ranges = new CounterRanges();
        if (below > 0) {
            ranges.add(0, below - 1);
        }
        return ranges;
    }

    RunId id() {
        return id;
    }

    Path directory() {
        return directory;
    }

    /** Whether an earlier process began it. */
    boolean isLeftOver() {
        return leftOver;
    }

    /** Counter of the next frame to be added. */
    long next() {
        return next;
    }

    /** Capture time of what an earlier process left; the start of the day if that was all acknowledged. */
    long lastMicros() {
        return Math.max(lastMicros, id.day().startMicros() + id.run() * 2_000_000L);
    }

    boolean ended() {
        return ended;
    }

    long sentNext() {
        return journal.sentNext();
    }

    /** Frames whose bytes a crash destroyed. They are treated as freed, and somebody should say so. */
    CounterRanges takeLost() throws IOException {
        CounterRanges taken = lost.copy();
        for (CounterRange range : taken.ranges()) {
            journal.free(range.first(), range.last());
            lost.remove(range.first(), range.last());
        }
        return taken;
    }

    long bytes() {
        return chunks.stream().mapToLong(SpoolChunk::bytes).sum();
    }

    boolean allFreed() {
        return journal.freed().size() >= next;
    }

    /** Frames that are still kept for sending. */
    CounterRanges kept() {
        return journal.freed().missing(0, next - 1);
    }

    void append(long counter, ByteBuffer message, boolean ends) throws IOException {
        if (counter != next) {
            throw new IllegalStateException("frame " + counter + " of " + id + " is out of order, " + next + " is due");
        }
        if (!tailOpen || chunks.getLast().bytes() >= chunkBytes) {
            chunks.add(SpoolChunk.create(directory, next));
            tailOpen = true;
        }
        chunks.getLast().append(message, ends);
        next++;
        ended |= ends;
    }

    void sent(long upTo) throws IOException {
        journal.sent(upTo);
    }

    /** @return whether files were deleted */
    boolean free(CounterRanges ranges) throws IOException {
        if (next > 0) {
            for (CounterRange range : ranges.intersection(all(next)).ranges()) {
                journal.free(range.first(), range.last());
            }
        }
        return deleteFreed();
    }

    /** Deletes whole chunks of freed frames; the last one only if it is full or no longer written. */
    private boolean deleteFreed() throws IOException {
        boolean deleted = false;
        for (SpoolChunk chunk : List.copyOf(chunks)) {
            boolean writing = tailOpen && chunk == chunks.peekLast() && chunk.bytes() < chunkBytes && !ended;
            if (!writing
                    && (chunk.next() == chunk.first()
                            || journal.freed().containsAll(chunk.first(), chunk.next() - 1))) {
                deleted |= drop(chunk);
            }
        }
        return deleted;
    }

    private boolean drop(SpoolChunk chunk) throws IOException {
        tailOpen &= chunk != chunks.peekLast();
        chunks.remove(chunk);
        chunk.delete();
        return true;
    }

    /** Gives up the space of a last chunk that holds nothing but freed frames. */
    void shrink() throws IOException {
        SpoolChunk last = chunks.peekLast();
        if (last != null && last.bytes() > 0 && journal.freed().containsAll(last.first(), last.next() - 1)) {
            drop(last);
        }
    }

    /** Frees the oldest chunk, sent or not. @return what it held and nobody has acknowledged */
    CounterRanges discardOldest() throws IOException {
        SpoolChunk oldest = chunks.getFirst();
        CounterRanges discarded = journal.freed().missing(oldest.first(), oldest.next() - 1);
        journal.free(oldest.first(), oldest.next() - 1);
        drop(oldest);
        return discarded;
    }

    /** Copies frames from a counter on, as far as they follow each other. @return the counter behind the last one */
    long copy(long from, long last, ByteBuffer target) throws IOException {
        Optional<SpoolChunk> chunk = chunks.stream()
                .filter(candidate -> from >= candidate.first() && from < candidate.next())
                .findFirst();
        return chunk.isPresent() ? chunk.get().copy(from, last, target) : from;
    }

    /** Frees everything from a counter on; nothing more is added. */
    void cutAt(long split) throws IOException {
        if (split < next) {
            journal.free(split, next - 1);
        }
        ended = true;
        deleteFreed();
    }

    void delete() throws IOException {
        for (SpoolChunk chunk : chunks) {
            chunk.delete();
        }
        chunks.clear();
        journal.close();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
        Files.deleteIfExists(directory);
    }

    @Override
    public void close() {
        try {
            for (SpoolChunk chunk : chunks) {
                chunk.close();
            }
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
