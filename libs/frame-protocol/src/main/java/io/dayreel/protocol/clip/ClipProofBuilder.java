package io.dayreel.protocol.clip;

import io.dayreel.protocol.clip.ClipArchive.Stored;
import io.dayreel.protocol.clip.ClipPart.Loose;
import io.dayreel.protocol.clip.ClipPart.NotYetProven;
import io.dayreel.protocol.clip.ClipPart.OfSegment;
import io.dayreel.protocol.clip.ClipPart.Placed;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.IndexEntry;
import io.dayreel.protocol.segment.SegmentOutline;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the proof of a clip: first {@link #add} every frame, then {@link #build}. The same frames and the same archive
 * give the same proof, in whatever order the frames were added. Takes 46 bytes of memory per frame, and while it builds
 * about 80 per frame of the segments, which it keeps. Not thread-safe.
 */
public final class ClipProofBuilder {
    private static final int MAX_LANES = 1024;

    private final DeviceId device;
    private final Map<ClipLane, Integer> lanes = new LinkedHashMap<>();
    private final ClipFrames frames = new ClipFrames();

    public ClipProofBuilder(DeviceId device) {
        this.device = device;
    }

    /**
     * Adds a frame, whose body is a sample; only its header is kept.
     *
     * @param frame of a known type and codec, its checksum checked
     * @param trackId of the MP4 track, from 1
     * @param sample number of the sample in that track, from 1
     */
    public void add(FrameView frame, int trackId, int sample) {
        ClipLane lane = new ClipLane(trackId, frame.type(), frame.track(), frame.codec());
        if (trackId < 1 || sample < 1 || lane.type() == FrameType.UNKNOWN || lane.codec() == Codec.UNKNOWN) {
            throw new IllegalArgumentException("sample " + sample + " of track " + trackId + " cannot be " + lane);
        }
        int number = lanes.computeIfAbsent(lane, each -> lanes.size());
        if (number >= MAX_LANES) {
            throw new IllegalArgumentException("more than " + MAX_LANES + " kinds of frames");
        }
        frames.add(frame, number, sample);
    }

    /**
     * Reads footers of the segments that hold frames between those of the clip, and of groups of frames that are only partly in the clip all frames: at most 63 on either side where
     * the clip has all tracks. A segment that is gone, or not as it was written near those frames, proves nothing; its
     * frames count as not yet proven.
     *
     * @throws IOException if the archive does not answer
     */
    public ClipProof build(ClipArchive archive) throws IOException {
        Assignment assignment = new Assignment();
        List<ClipPart> parts = new ArrayList<>();
        List<SignedManifest> manifests = new ArrayList<>();
        for (int day : assignment.days()) {
            Day of = new Day(day);
            for (Stored stored : archive.segments(device.on(of))) {
                if (assignment.concerns(day, stored)) {
                    prove(archive, stored, day, assignment).ifPresent(parts::add);
                }
            }
            List<Loose> loose = assignment.rest(day);
            if (!loose.isEmpty()) {
                parts.add(new NotYetProven(loose));
            }
            archive.manifest(device.on(of)).ifPresent(manifests::add);
        }
        return new ClipProof(device, manifests, List.copyOf(lanes.keySet()), parts);
    }

    private Optional<ClipPart> prove(ClipArchive archive, Stored stored, int day, Assignment assignment)
            throws IOException {
        Optional<ByteSource> opened = archive.open(stored.key());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (ByteSource source = opened.get()) {
            SegmentOutline segment = SegmentOutline.read(source);
            if (!segment.header().stream().equals(device.on(new Day(day)))) {
                return Optional.empty();
            }
            TreeMap<Integer, Integer> found = assignment.find(day, segment.index());
            List<Placed> placed = new ArrayList<>();
            found.forEach((number, frame) -> placed.add(frames.placed(frame, number)));
            List<MerkleHash> others = others(source, segment, found);
            assignment.take(found);
            return Optional.of(new OfSegment(segment, placed, others));
        } catch (FrameException altered) {
            return Optional.empty(); // dayreel verify of the day tells what is wrong with it
        }
    }

    private static List<MerkleHash> others(ByteSource source, SegmentOutline segment, TreeMap<Integer, Integer> found)
            throws IOException {
        List<MerkleHash> others = new ArrayList<>();
        TreeSet<Integer> groups = new TreeSet<>();
        found.keySet().forEach(number -> groups.add(segment.group(number)));
        for (int group : groups) {
            int first = segment.firstFrame(group);
            int end = segment.endFrame(group);
            if (found.subMap(first, end).size() < end - first) {
                List<MerkleHash> leaves = segment.leaves(source, group);
                for (int number = first; number < end; number++) {
                    if (!found.containsKey(number)) {
                        others.add(leaves.get(number - first));
                    }
                }
            }
        }
        return others;
    }

    /** Which frames have a segment already. */
    private final class Assignment {
        private final int[] order = frames.inOrder();
        private final boolean[] taken = new boolean[frames.count()];
        private final Map<Integer, Map<Integer, CounterRange>> spans = new TreeMap<>();

        Assignment() {
            for (int frame : order) {
                CounterRange one = new CounterRange(frames.counter(frame), frames.counter(frame));
                spans.computeIfAbsent(frames.day(frame), day -> new TreeMap<>())
                        .merge(frames.run(frame), one, (a, b) -> new CounterRange(a.first(), b.last()));
            }
        }

        Iterable<Integer> days() {
            return spans.keySet();
        }

        /** Whether it has frames between those of the clip, be it only to show that none of them is missing. */
        boolean concerns(int day, Stored stored) {
            return spans.get(day).entrySet().stream().anyMatch(run -> {
                CounterRanges held = stored.runs().get(run.getKey());
                return held != null
                        && !held.intersection(CounterRanges.of(run.getValue())).isEmpty();
            });
        }

        /** Frames without a segment that are in this one: their number by the number in the segment. */
        TreeMap<Integer, Integer> find(int day, List<IndexEntry> index) {
            TreeMap<Integer, Integer> found = new TreeMap<>();
            TreeSet<Integer> once = new TreeSet<>();
            for (int number = 0; number < index.size(); number++) {
                IndexEntry entry = index.get(number);
                int frame = frameAt(ClipFrames.place(day, entry.run(), entry.counter()));
                if (frame >= 0 && !taken[frame] && frames.crc(frame) == entry.crc() && once.add(frame)) {
                    found.put(number, frame);
                }
            }
            return found;
        }

        void take(TreeMap<Integer, Integer> found) {
            for (int frame : found.values()) {
                taken[frame] = true;
            }
        }

        private int frameAt(long place) {
            int low = 0;
            int high = order.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int compared = Long.compareUnsigned(frames.place(order[middle]), place);
                if (compared == 0) {
                    return order[middle];
                }
                low = compared < 0 ? middle + 1 : low;
                high = compared < 0 ? high : middle - 1;
            }
            return -1;
        }

        List<Loose> rest(int day) {
            List<Loose> rest = new ArrayList<>();
            for (int frame : order) {
                if (!taken[frame] && frames.day(frame) == day) {
                    rest.add(frames.loose(frame));
                }
            }
            return rest;
        }
    }
}
