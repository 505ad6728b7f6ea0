package io.dayreel.cli.device;

import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Frames on disk from capture until they are acknowledged as far as wanted. What was added survives the death of the
 * process at any instant (not a power loss: nothing is forced to disk). One directory is one device; a lock file keeps
 * a second process out. Bounded: {@link #isFull} tells when no more should be added. Not thread-safe; {@link Device}
 * guards it.
 *
 * <pre>
 *  lock   runs (numbers ever given)   yyyy-mm-dd-run/{counter}.frames   yyyy-mm-dd-run/journal
 * </pre>
 */
public final class DeviceSpool implements AutoCloseable, RunNumbers {
    private static final long MIN_BYTES = 16L << 20;
    private static final long MAX_CHUNK = 4L << 20;
    private static final int RUN_NUMBERS = 0x10000;

    private final Path directory;
    private final long maxBytes;
    private final FileChannel lockFile;
    private final Map<RunId, SpooledRun> runs = new LinkedHashMap<>();
    private final Set<RunId> numbers = new HashSet<>();
    private final FrameEncoder encoder = new FrameEncoder();

    private DeviceSpool(Path directory, long maxBytes, FileChannel lockFile) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.lockFile = lockFile;
    }

    /**
     * Opens a device's spool, creating the directory, and finds what an earlier process left.
     *
     * @param maxBytes at least 16 MiB
     * @throws IOException if another process uses it, or the disk refuses
     */
    public static DeviceSpool open(Path directory, long maxBytes) throws IOException {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("a spool has at least 16 MiB, not " + maxBytes + " bytes");
        }
        Files.createDirectories(directory);
        FileChannel lockFile =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        DeviceSpool spool = new DeviceSpool(directory, maxBytes, lockFile);
        if (!spool.lock()) {
            lockFile.close();
            throw new IOException("another process sends as this device (it holds " + directory.resolve("lock")
                    + "): stop it, or give this one another --spool");
        }
        spool.recover();
        return spool;
    }

    private boolean lock() throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldHere) {
            return false;
        }
    }

    private void recover() throws IOException {
        Path known = directory.resolve("runs");
        if (Files.exists(known)) {
            Files.readAllLines(known, StandardCharsets.US_ASCII)
                    .forEach(line -> parse(line).ifPresent(numbers::add));
        }
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
            entries.forEach(entry -> directories.add(entry));
        }
        directories.sort(null);
        for (Path entry : directories) {
            Optional<RunId> id = parse(entry.getFileName().toString());
            if (id.isPresent()) {
                numbers.add(id.get());
                runs.put(id.get(), SpooledRun.open(id.get(), entry, chunkBytes()));
            }
        }
        deleteFinished();
    }

    private static Optional<RunId> parse(String name) {
        if (!name.matches("\\d{4}-\\d{2}-\\d{2}-\\d{5}")) {
            return Optional.empty();
        }
        return Optional.of(new RunId(Day.parse(name.substring(0, 10)), Integer.parseInt(name.substring(11))));
    }

    private static String name(RunId id) {
        return String.format("%s-%05d", id.day(), id.run());
    }

    private long chunkBytes() {
        return Math.min(MAX_CHUNK, maxBytes / 8);
    }

    @Override
    public RunId take(Day day, int wanted) {
        for (int i = 0; i < RUN_NUMBERS; i++) {
            RunId candidate = new RunId(day, (wanted + i) % RUN_NUMBERS);
            if (numbers.add(candidate)) {
                remember(candidate);
                return candidate;
            }
        }
        throw new IllegalStateException("all run numbers of " + day + " are taken");
    }

    private void remember(RunId id) {
        try {
            Files.writeString(
                    directory.resolve("runs"),
                    name(id) + "\n",
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the spool " + directory, e);
        }
    }

    /** Whether a frame with a body of this length has no room. */
    public boolean isFull(int bodyLength) throws IOException {
        if (bytes() + bodyLength + FrameLayout.HEADER_LENGTH <= maxBytes) {
            return false;
        }
        for (SpooledRun run : runs.values()) {
            run.shrink();
        }
        return bytes() + bodyLength + FrameLayout.HEADER_LENGTH > maxBytes;
    }

    /** Bytes of frames on disk, those freed but not yet deleted included. */
    public long bytes() {
        return runs.values().stream().mapToLong(SpooledRun::bytes).sum();
    }

    /** Adds a frame; it is on disk, as far as the operating system goes, when this returns. */
    void append(NumberedFrame frame) throws IOException {
        SpooledRun run = runs.get(frame.run());
        if (run == null) {
            run = SpooledRun.open(frame.run(), directory.resolve(name(frame.run())), chunkBytes());
            runs.put(frame.run(), run);
        }
        run.append(
                frame.counter(), ByteBuffer.wrap(encoder.encode(frame.placedHeader(), frame.body())), frame.endsRun());
    }

    /** Runs that hold frames or are still written, oldest first. */
    List<SpooledRun> runs() {
        return List.copyOf(runs.values());
    }

    Optional<SpooledRun> run(RunId id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** Whether every frame ever added is freed. */
    public boolean isDrained() {
        return runs.values().stream().allMatch(SpooledRun::allFreed);
    }

    /** Frames that are kept. */
    public long keptFrames() {
        return runs.values().stream().mapToLong(run -> run.kept().size()).sum();
    }

    void free(RunId id, CounterRanges ranges) throws IOException {
        SpooledRun run = runs.get(id);
        if (run != null) {
            run.free(ranges);
            deleteFinished();
        }
    }

    private void deleteFinished() throws IOException {
        for (SpooledRun run : runs()) {
            if (run.allFreed() && (run.ended() || run.next() == 0)) {
                runs.remove(run.id());
                run.delete();
            }
        }
    }

    /** Gives up the oldest frames to make room. @return what was given up of which run, empty if there is nothing */
    Optional<Map.Entry<RunId, CounterRanges>> discardOldest() throws IOException {
        for (SpooledRun run : runs()) {
            if (run.bytes() > 0) {
                Map.Entry<RunId, CounterRanges> discarded = Map.entry(run.id(), run.discardOldest());
                deleteFinished();
                return Optional.of(discarded);
            }
        }
        return Optional.empty();
    }

    /**
     * Moves what was never sent of a run to another number, counted from 0 there.
     *
     * @return the counter at which the old run was split
     */
    long renumber(RunId from, RunId to) throws IOException {
        SpooledRun old = runs.get(from);
        long split = old.sentNext();
        SpooledRun other = SpooledRun.open(to, directory.resolve(name(to)), chunkBytes());
        runs.put(to, other);
        FrameView view = new FrameView();
        ByteBuffer frame = ByteBuffer.allocate(FrameLayout.MAX_FRAME_LENGTH);
        for (long counter = split; counter < old.next(); counter++) {
            old.copy(counter, counter, frame.clear());
            frame.flip();
            encoder.renumber(frame, 0, to.day().number(), to.run(), counter - split);
            boolean ends = view.wrap(frame, 0, frame.limit()).type() == FrameType.END_OF_RUN;
            other.append(counter - split, frame, ends);
        }
        old.cutAt(split);
        deleteFinished();
        return split;
    }

    @Override
    public void close() throws IOException {
        runs.values().forEach(SpooledRun::close);
        lockFile.close();
    }
}
