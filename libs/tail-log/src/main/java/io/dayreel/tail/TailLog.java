package io.dayreel.tail;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Recent records of one partition: appended to files, found by an index in memory. Records may come in any order and
 * more than once. A frame is forgotten only after its bytes were evicted <em>and</em> its segment was announced; in
 * between it is found by its Kafka offset (I5). Disposable: the directory is cleared when the log is opened and deleted
 * when it is closed.
 *
 * <p>Thread-safe. Appending writes to disk under the log's lock; reading does not hold it.
 */
public final class TailLog implements Closeable {
    private static final int PLACE_BITS = 32;

    private final Path directory;
    private final TailBudget budget;
    private final Object lock = new Object();
    private final Map<StreamId, StreamTail> streams = new HashMap<>();
    private final ArrayDeque<LogFile> files = new ArrayDeque<>();
    private final Map<Integer, LogFile> filesByNumber = new HashMap<>();
    private final StretchParser parser = new StretchParser();
    private final RecentRecords recent;
    private final List<Consumer<TailRecord>> listeners = new CopyOnWriteArrayList<>();
    private int nextFile;
    private long bytes;
    private boolean closed;

    /** @param directory created if absent; files of an earlier log in it are deleted */
    public TailLog(Path directory, TailBudget budget) throws IOException {
        this.directory = directory;
        this.budget = budget;
        this.recent = new RecentRecords(budget.memoryBytes());
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*.tail")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /**
     * Adds a record; one that is already there changes nothing that a reader sees.
     *
     * @return frames found in it; bytes that are no frame of the record's run are left out with all that follows them
     * @throws IOException if the disk refuses; the record was not added
     */
    public int append(TailRecord record) throws IOException {
        synchronized (lock) {
            if (closed) {
                return 0;
            }
            int run;
            try {
                run = parser.runOf(record.message());
            } catch (FrameException e) {
                return 0;
            }
            long place = write(record.message());
            recent.add(record.offset(), record.message());
            StreamTail stream = streams.computeIfAbsent(record.stream(), id -> new StreamTail(id, lock));
            int frames = parser.parse(stream.run(run), record, place, stream.isArchived(record.offset()));
            evictBeyondBudget();
            listeners.forEach(listener -> listener.accept(record));
            return frames;
        }
    }

    /** What is held of a stream; empty if nothing is. */
    public Optional<StreamTail> stream(StreamId stream) {
        synchronized (lock) {
            return Optional.ofNullable(streams.get(stream));
        }
    }

    /** The streams of a device of which something is held, by day. */
    public List<StreamId> streams(DeviceId device) {
        synchronized (lock) {
            return streams.keySet().stream()
                    .filter(stream -> stream.deviceId().equals(device))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The bytes of a stretch: whole frames, the first with counter {@link TailStretch#start}.
     *
     * @return empty once they were evicted: then they are in Kafka or in the archive
     */
    public Optional<TailBytes> read(TailStretch stretch) {
        LogFile file;
        synchronized (lock) {
            file = stretch.place() < 0 ? null : filesByNumber.get((int) (stretch.place() >>> PLACE_BITS));
            Optional<TailBytes> inMemory = recent.find(stretch.offset()).flatMap(record -> locate(record, stretch));
            if (inMemory.isPresent()) {
                return inMemory;
            }
        }
        if (file == null) {
            return Optional.empty();
        }
        try {
            byte[] frames = file.read(stretch.place() & 0xFFFF_FFFFL, stretch.length());
            return Optional.of(new TailBytes(frames, 0, frames.length));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Finds a stretch in the record that it came in; empty if the record is another one. */
    public static Optional<TailBytes> locate(byte[] record, TailStretch stretch) {
        return StretchLocator.locate(record, stretch);
    }

    /** Everything held of a device that came after an offset, in the order of offsets. */
    public List<StreamStretch> stretchesAfter(DeviceId device, long offset) {
        synchronized (lock) {
            List<StreamStretch> all = new ArrayList<>();
            streams.forEach((stream, tail) -> {
                if (stream.deviceId().equals(device)) {
                    tail.stretchesAfter(offset).forEach(stretch -> all.add(new StreamStretch(stream, stretch)));
                }
            });
            all.sort(Comparator.comparingLong(held -> held.stretch().offset()));
            return all;
        }
    }

    /** Calls the listener for every record appended from now on, under the log's lock: it must return at once. */
    public void listen(Consumer<TailRecord> listener) {
        listeners.add(listener);
    }

    public void forget(Consumer<TailRecord> listener) {
        listeners.remove(listener);
    }

    /** A segment with all of the stream's records between these offsets was announced: they may be forgotten. */
    public void archived(StreamId stream, long firstOffset, long lastOffset) {
        synchronized (lock) {
            StreamTail tail = streams.get(stream);
            if (tail != null) {
                tail.archived(firstOffset, lastOffset);
                if (tail.dropEmptyRuns()) {
                    streams.remove(stream);
                }
            }
        }
    }

    /** Everything before this offset was announced: the writer committed it. */
    public void archivedBefore(long offset) {
        synchronized (lock) {
            streams.values().forEach(stream -> stream.archivedBefore(offset));
            streams.values().removeIf(StreamTail::dropEmptyRuns);
        }
    }

    /** Bytes on disk. */
    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** Rows of the index in memory; about 80 bytes each. */
    public int indexRows() {
        synchronized (lock) {
            return streams.values().stream().mapToInt(StreamTail::rows).sum();
        }
    }

    /** Deletes everything. Calls in flight answer as if nothing were held. */
    @Override
    public void close() throws IOException {
        List<LogFile> open;
        synchronized (lock) {
            closed = true;
            open = new ArrayList<>(files);
            files.clear();
            filesByNumber.clear();
            streams.clear();
            budget.changed(-bytes);
            bytes = 0;
        }
        for (LogFile file : open) {
            file.close();
        }
        Files.deleteIfExists(directory);
    }

    private long write(byte[] message) throws IOException {
        LogFile file = files.peekLast();
        if (file == null || file.size() + message.length > budget.fileBytes()) {
            file = new LogFile(directory, nextFile);
            nextFile++;
            files.addLast(file);
            filesByNumber.put(file.number(), file);
        }
        long at = file.append(message);
        bytes += message.length;
        budget.changed(message.length);
        return (long) file.number() << PLACE_BITS | at;
    }

    private void evictBeyondBudget() throws IOException {
        while (files.size() > 1 && budget.isExceeded(bytes)) {
            LogFile oldest = files.removeFirst();
            filesByNumber.remove(oldest.number());
            bytes -= oldest.size();
            budget.changed(-oldest.size());
            long firstPlace = (long) oldest.number() << PLACE_BITS;
            streams.values().forEach(stream -> stream.evicted(firstPlace, firstPlace + 0xFFFF_FFFFL));
            streams.values().removeIf(StreamTail::dropEmptyRuns);
            oldest.close();
        }
    }
}
