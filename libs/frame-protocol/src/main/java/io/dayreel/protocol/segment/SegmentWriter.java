package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.FramePosition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Writes one segment into a file that, once {@link #finish finished}, is the object to store. Frames are written as
 * they were received, in order of arrival, and each is hashed once while written; index and table grow in memory
 * (about 16 bytes per frame) and follow in the footer. Without its footer the file can be read by {@link SegmentScan}.
 *
 * <p>A call that throws IOException has appended nothing and may be repeated when the disk has room again. Not
 * thread-safe. Owns the file handle until {@link #close} or {@link #abort}; the file itself belongs to the caller.
 */
public final class SegmentWriter implements Closeable {
    /** Bytes per write to the file, unless a frame is larger. */
    public static final int DEFAULT_WRITE_SIZE = 256 << 10;

    private static final int MAX_CONFLICTS = 4096;
    private static final int MAX_INDEX_LENGTH = 64 << 20;

    private final Path path;
    private final SegmentHeader header;
    private final SequentialFile file;
    private final List<MerkleHash> subtrees = new ArrayList<>();
    private final MerkleTree tree = new MerkleTree(SegmentSubtrees.LEVEL, subtrees::add);
    private final MerkleHash headerLeaf;
    private final IndexCoding index = new IndexCoding();
    private final KeyFrameTableBuilder keyFrames = new KeyFrameTableBuilder();
    private final RunTally runs = new RunTally();
    private final TrackTally tracks = new TrackTally();
    private final ConfigurationTally configurationStarts = new ConfigurationTally();
    private final MarkLog marks = new MarkLog();
    private final ArrivalLog arrivals = new ArrivalLog();
    private final ConfigurationBook configurations;
    private final List<Integer> conflictIndices = new ArrayList<>();
    private final List<FramePosition> conflicts = new ArrayList<>();
    private FramePosition first;
    private int frameCount;
    private int framesWithArrival;

    /**
     * Creates the file, which must not exist, and begins the segment.
     *
     * @param earlier configurations of earlier segments of the stream; those that frames use are kept in this one too
     */
    public SegmentWriter(Path file, SegmentHeader header, Collection<StoredConfiguration> earlier) throws IOException {
        this(file, header, earlier, DEFAULT_WRITE_SIZE);
    }

    /** As above, with another number of bytes per write. */
    public SegmentWriter(Path file, SegmentHeader header, Collection<StoredConfiguration> earlier, int writeSize)
            throws IOException {
        this.path = file;
        this.header = header;
        this.configurations = new ConfigurationBook(earlier);
        this.file = new SequentialFile(file, writeSize);
        byte[] start = header.encode();
        this.file.append(start);
        this.headerLeaf = MerkleTree.leafHash(ByteBuffer.wrap(start));
        tree.addHash(headerLeaf);
    }

    /**
     * Whether this segment takes another frame like this one. False only for segments of unusual content (very many
     * runs, tracks, holes, events or frames), whose memory and announcement are bounded this way: finish it and begin
     * another, which always has room. An announcement stays below 1 MiB.
     */
    public boolean hasRoomFor(FrameView frame) {
        return frameCount == 0
                || (runs.hasRoomFor(frame.run())
                        && tracks.hasRoom()
                        && configurationStarts.hasRoom()
                        && marks.hasRoom()
                        && !configurations.isFull()
                        && !keyFrames.isCrowded()
                        && conflicts.size() < MAX_CONFLICTS
                        && index.encode().length() < MAX_INDEX_LENGTH);
    }

    /** Appends a frame that is no conflicting copy. */
    public void append(FrameView frame) throws IOException {
        append(frame, false);
    }

    /**
     * Appends a frame, whose checksum the caller has checked.
     *
     * @param conflict whether a frame of the same position but with other bytes was received before
     * @throws IllegalArgumentException if the frame is of another day
     */
    public void append(FrameView frame, boolean conflict) throws IOException {
        if (frame.day() != header.stream().day().number()) {
            throw new IllegalArgumentException(
                    "a frame of day " + frame.day() + " does not belong into " + header.stream());
        }
        ByteBuffer place = file.reserve(frame.length());
        frame.copyTo(place);
        long offset = file.length();
        file.append(place);
        tree.add(place.array(), place.arrayOffset(), place.capacity());
        IndexEntry entry = IndexEntry.of(frame, offset);
        index.add(entry);
        keyFrames.add(entry, frame.length());
        runs.add(entry);
        tracks.add(frame);
        configurationStarts.add(entry);
        marks.see(frame);
        configurations.see(frame);
        if (conflict) {
            conflictIndices.add(frameCount);
            conflicts.add(entry.position());
        }
        if (frameCount == 0) {
            first = entry.position();
        }
        frameCount++;
    }

    /**
     * Says where the frames appended since the last call came from. Does nothing if there were none.
     *
     * @param receiveTimeMillis the Kafka record's timestamp, ms since 1970-01-01 UTC
     * @param topicId Kafka's topic id as text
     */
    public void batch(long receiveTimeMillis, String topicId, int partition, long offset) {
        int count = frameCount - framesWithArrival;
        if (count > 0) {
            arrivals.add(new Arrival(receiveTimeMillis, count, topicId, partition, offset));
            framesWithArrival = frameCount;
        }
    }

    /** Bytes so far, without footer and trailer. */
    public long size() {
        return file.length();
    }

    public int frameCount() {
        return frameCount;
    }

    /** The first frame appended; empty as long as there is none. */
    public Optional<FramePosition> first() {
        return Optional.ofNullable(first);
    }

    /** Counters of a run in this segment, a copy. */
    public CounterRanges counters(int run) {
        return runs.counters(run);
    }

    /** What there is so far of each run, a copy. */
    public List<RunSummary> runs() {
        return runs.summaries();
    }

    /** Configurations that are part of this segment so far: what to hand to the stream's next segment. */
    public List<StoredConfiguration> configurations() {
        return configurations.held();
    }

    /** Whether a video or audio frame names a configuration that neither came with the frames nor was handed over. */
    public boolean lacksConfigurations() {
        return configurations.isLacking();
    }

    /** Hands configurations of earlier segments over that were not known at the beginning; any time before the end. */
    public void addEarlier(Collection<StoredConfiguration> earlier) {
        configurations.offer(earlier);
    }

    /** Records that the frames came from so far. */
    public List<SourceSpan> sources() {
        return arrivals.sources();
    }

    /** Writes what is still buffered, so that a scan of the file finds every frame. */
    public void flush() throws IOException {
        file.flush();
    }

    /**
     * Writes footer and trailer. The file then holds the whole segment. Call {@link #close} afterwards.
     *
     * @param follows roots of the stream's announced segments that nobody has named yet
     * @throws IllegalStateException if there is no frame
     */
    public ClosedSegment finish(List<MerkleHash> follows) throws IOException {
        if (frameCount == 0) {
            throw new IllegalStateException("a segment has at least one frame");
        }
        KeyFrameTable table = keyFrames.build();
        byte[] footer = footer(table, follows);
        MerkleTree whole = tree.copy();
        whole.add(footer, 0, footer.length);
        SegmentTrailer trailer =
                new SegmentTrailer(new ByteRange(file.length(), footer.length), frameCount, whole.root());
        file.finish(footer, trailer.encode());
        SegmentSummary summary = new SegmentSummary(
                header.stream(),
                first,
                frameCount,
                trailer.footer().end() + SegmentFormat.TRAILER_LENGTH,
                trailer.root(),
                runs.summaries(),
                tracks.summaries(),
                configurations.held(),
                configurationStarts.starts(),
                marks.marks(),
                conflicts,
                arrivals.sources(),
                follows,
                table);
        return new ClosedSegment(path, summary);
    }

    private byte[] footer(KeyFrameTable table, List<MerkleHash> follows) {
        LebWriter footer = new LebWriter();
        SegmentFooter.appendSection(footer, SegmentFormat.INDEX, index.encode());
        SegmentFooter.appendSection(footer, SegmentFormat.KEY_FRAMES, new LebWriter().bytes(table.encode()));
        SegmentFooter.appendSection(
                footer, SegmentFormat.CONFIGURATIONS, SegmentFooter.encodeConfigurations(configurations.held()));
        SegmentFooter.appendSection(footer, SegmentFormat.CONFLICTS, SegmentFooter.encodeConflicts(conflictIndices));
        SegmentFooter.appendSection(footer, SegmentFormat.ARRIVALS, arrivals.encode());
        SegmentFooter.appendSection(footer, SegmentFormat.FOLLOWS, SegmentFooter.encodeFollows(follows));
        SegmentFooter.appendSection(footer, SegmentFormat.TRACKS, SegmentFooter.encodeTracks(tracks.summaries()));
        SegmentFooter.appendSection(footer, SegmentFormat.MARKS, MarkLog.encode(marks.marks()));
        SegmentSubtrees proof = new SegmentSubtrees(
                SegmentSubtrees.LEVEL, tree.leafCount(), headerLeaf, subtrees, tree.peaksBelow(SegmentSubtrees.LEVEL));
        SegmentFooter.appendSection(footer, SegmentFormat.SUBTREES, proof.encode());
        return footer.toArray();
    }

    /** Closes the file and leaves it as it is. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Closes and deletes the file. */
    public void abort() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }
}
