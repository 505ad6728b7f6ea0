package io.dayreel.protocol.clip;

import io.dayreel.protocol.clip.ClipPart.Loose;
import io.dayreel.protocol.clip.ClipPart.NotYetProven;
import io.dayreel.protocol.clip.ClipPart.OfSegment;
import io.dayreel.protocol.clip.ClipPart.Placed;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.manifest.DayReport.Seal;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.IndexEntry;
import io.dayreel.protocol.segment.SegmentOutline;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Holds a clip against its proof: every sample is the body of a frame that the index of its segment names, at its place
 * and time and with its decoder's parameters; the segments' headers and footers give their roots, which signed manifests
 * name; and no frame that these segments hold between those of the clip is missing. Reads every sample once.
 */
public final class ClipVerification {
    private static final int MAX_FINDINGS = 100;

    private final ClipFile file;
    private final List<PublicKey> keys;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Integer, TrackCheck> tracks = new TreeMap<>();
    private final Map<Integer, DayManifest> manifests = new TreeMap<>();
    private final Map<String, Seal> seals = new TreeMap<>();
    private final List<MerkleHash> unsealed = new ArrayList<>();
    private final FrameEncoder encoder = new FrameEncoder();
    private final ClipDecoding decoding;
    private final ClipCompleteness completeness;
    private long sealed;
    private long proven;
    private long notProven;
    private long firstMicros = Long.MAX_VALUE;
    private long lastMicros = Long.MIN_VALUE;

    private ClipVerification(ClipFile file, List<PublicKey> keys) {
        this.file = file;
        this.keys = List.copyOf(keys);
        this.decoding = new ClipDecoding(file.proof());
        this.completeness = new ClipCompleteness(file.proof());
    }

    /**
     * Checks a clip.
     *
     * @param keys one of which signed each manifest; without any, signatures are not checked and nothing counts as sealed
     */
    public static ClipReport of(ClipFile file, List<PublicKey> keys) throws IOException {
        return new ClipVerification(file, keys).verify();
    }

    private ClipReport verify() throws IOException {
        long samples = 0;
        for (ClipMedia.Track track : file.media().tracks()) {
            tracks.put(track.id(), new TrackCheck(file, track));
            samples += track.sampleCount();
        }
        file.proof().manifests().forEach(this::trust);
        for (ClipPart part : file.proof().parts()) {
            if (part instanceof OfSegment segment) {
                check(segment);
            } else if (part instanceof NotYetProven loose) {
                check(loose);
            }
        }
        tracks.values().forEach(track -> track.firstStray().ifPresent(this::add));
        if (findings.isEmpty()) {
            inStep().ifPresent(this::add);
            completeness.missing(manifests).forEach(what -> add(ofProof(what)));
        }
        Optional<Long> first = firstMicros > lastMicros ? Optional.empty() : Optional.of(firstMicros);
        Optional<Long> last = first.map(any -> lastMicros);
        findings.sort(Comparator.comparingLong(
                finding -> finding.bytes().map(ByteRange::offset).orElse(Long.MAX_VALUE)));
        return new ClipReport(
                file.proof().device(), samples, sealed, proven, notProven, first, last, unsealed, seals, findings);
    }

    private void trust(SignedManifest signed) {
        DayManifest manifest = signed.manifest();
        Optional<String> objection = keys.isEmpty() ? Optional.empty() : signed.objection(keys);
        if (objection.isPresent()) {
            add(ofProof("its manifest of " + manifest.stream() + " is " + objection.get()));
        } else if (!manifest.stream().deviceId().equals(file.proof().device())) {
            add(ofProof("it has a manifest of " + manifest.stream()));
        } else {
            manifests.put(manifest.stream().day().number(), manifest);
            seals.put(
                    manifest.stream().toString(),
                    new Seal(manifest.number(), signed.hash(), manifest.sealed(), manifest.keyId(), !keys.isEmpty()));
        }
    }

    private void check(OfSegment part) throws IOException {
        SegmentOutline segment = part.segment();
        Day day = segment.header().stream().day();
        if (!segment.header().stream().deviceId().equals(file.proof().device())) {
            add(ofProof("it has a segment of " + segment.header().stream()));
            return;
        }
        DayManifest manifest = manifests.get(day.number());
        boolean isSealed = manifest != null
                && manifest.segments().stream().anyMatch(each -> each.root().equals(segment.root()));
        int before = findings.size();
        Leaves leaves = new Leaves(part);
        long unconfigured = 0;
        for (int at = 0; at < part.frames().size(); at = leaves.next) {
            int group = segment.group(part.frames().get(at).frame());
            unconfigured += checkGroup(group, leaves);
        }
        if (findings.size() == before && leaves.nextOther < part.others().size()) {
            add(ofProof("it has more hashes than the frames need"));
        }
        long good = part.frames().size() - unconfigured;
        notProven += unconfigured;
        sealed += isSealed ? good : 0;
        proven += isSealed ? 0 : good;
        if (!isSealed && !part.frames().isEmpty()) {
            unsealed.add(segment.root());
        }
    }

    /** How far the frames of a part and the hashes between them are used. */
    private static final class Leaves {
        private final OfSegment part;
        private int next;
        private int nextOther;

        Leaves(OfSegment part) {
            this.part = part;
        }

        boolean isNext(int frame) {
            return next < part.frames().size() && part.frames().get(next).frame() == frame;
        }
    }

    /** @return how many frames' decoder's parameters nothing proves */
    private long checkGroup(int group, Leaves leaves) throws IOException {
        SegmentOutline segment = leaves.part.segment();
        int first = leaves.next;
        int findingsBefore = findings.size();
        long unconfigured = 0;
        List<MerkleHash> hashes = new ArrayList<>();
        for (int frame = segment.firstFrame(group); frame < segment.endFrame(group); frame++) {
            if (leaves.isNext(frame)) {
                Placed placed = leaves.part.frames().get(leaves.next++);
                FrameHeader header = header(placed, segment);
                read(
                                placed.lane(),
                                placed.sample(),
                                header,
                                segment.index().get(frame).crc())
                        .ifPresent(message -> hashes.add(MerkleTree.leafHash(ByteBuffer.wrap(message))));
                unconfigured += configured(placed, header) ? 0 : 1;
            } else if (leaves.nextOther < leaves.part.others().size()) {
                hashes.add(leaves.part.others().get(leaves.nextOther++));
            }
        }
        if (findings.size() == findingsBefore && !segment.holds(group, hashes)) {
            add(forged(leaves.part.frames().subList(first, leaves.next)));
        }
        return unconfigured;
    }

    private FrameHeader header(Placed placed, SegmentOutline segment) {
        IndexEntry entry = segment.index().get(placed.frame());
        ClipLane lane = file.proof().lanes().get(placed.lane());
        return FrameHeader.of(lane.type(), lane.codec())
                .onTrack(lane.track())
                .withConfiguration(entry.configuration())
                .withFlags(entry.flags() & 0xFF)
                .at(segment.header().stream().day().number(), entry.run(), entry.counter())
                .timed(entry.timeMicros(), placed.compositionOffsetMicros(), placed.durationMicros());
    }

    /** The message whose body a sample is, if its checksum is the expected one. */
    private Optional<byte[]> read(int lane, int sample, FrameHeader header, int crc) throws IOException {
        TrackCheck track = tracks.get(file.proof().lanes().get(lane).trackId());
        Optional<String> refusal =
                track == null ? Optional.of("the proof speaks of another track") : track.refusal(sample);
        if (refusal.isPresent()) {
            add(ofProof(refusal.get()));
            return Optional.empty();
        }
        firstMicros = Math.min(firstMicros, header.timeMicros());
        lastMicros = Math.max(lastMicros, header.timeMicros());
        byte[] message = encoder.encode(header, track.take(sample, header.timeMicros()));
        if (ByteBuffer.wrap(message).getInt(FrameLayout.CRC_AT) != crc) {
            add(track.finding(sample, track.name(sample) + ": not the frame that was stored"));
            return Optional.empty();
        }
        Optional<String> disagreement = (header.flags() & FrameFlags.ENCRYPTED) == 0
                ? track.disagreement(sample, header)
                : Optional.of("its body is encrypted");
        disagreement.ifPresent(what -> add(track.finding(sample, track.name(sample) + ": " + what)));
        completeness.saw(header);
        return Optional.of(message);
    }

    private boolean configured(Placed placed, FrameHeader header) {
        TrackCheck track = tracks.get(file.proof().lanes().get(placed.lane()).trackId());
        Optional<byte[]> wanted = decoding.record(header);
        if (wanted.isPresent()
                && track != null
                && placed.sample() >= 1
                && placed.sample() <= track.track().sampleCount()
                && !Arrays.equals(wanted.get(), track.track().codecRecord(placed.sample()))) {
            add(track.finding(
                    placed.sample(),
                    track.name(placed.sample()) + ": its decoder's parameters are not those of configuration "
                            + header.configuration()));
        }
        return wanted.isPresent();
    }

    private Finding forged(List<Placed> frames) {
        ByteRange span = null;
        String name = "";
        for (Placed frame : frames) {
            TrackCheck track = tracks.get(file.proof().lanes().get(frame.lane()).trackId());
            ByteRange at = track.bytes(frame.sample());
            name = span == null ? track.name(frame.sample()) : name;
            span = span == null ? at : span(span, at);
        }
        return new Finding(
                file.name(),
                Optional.ofNullable(span),
                name + ": this frame or one of the " + (frames.size() - 1)
                        + " after it has a good checksum, but is not as it was stored");
    }

    private static ByteRange span(ByteRange a, ByteRange b) {
        long from = Math.min(a.offset(), b.offset());
        return new ByteRange(from, Math.max(a.end(), b.end()) - from);
    }

    private void check(NotYetProven part) throws IOException {
        for (Loose frame : part.frames()) {
            read(frame.lane(), frame.sample(), frame.header(), frame.crc());
            notProven++;
        }
    }

    /** Whether the edit lists show what was captured at one time at one time. */
    private Optional<Finding> inStep() {
        double least = Double.MAX_VALUE;
        double greatest = -Double.MAX_VALUE;
        double tolerated = 0;
        for (TrackCheck track : tracks.values()) {
            OptionalDouble since = track.playingSinceMicros();
            if (since.isPresent()) {
                least = Math.min(least, since.getAsDouble());
                greatest = Math.max(greatest, since.getAsDouble());
                tolerated = Math.max(tolerated, 4 * track.tickMicros());
            }
        }
        return greatest - least <= Math.max(tolerated, 1000)
                ? Optional.empty()
                : Optional.of(new Finding(
                        file.name(),
                        Optional.empty(),
                        "tracks are not in step: what was captured at one time is played "
                                + Math.round((greatest - least) / 1000) + " ms apart"));
    }

    private Finding ofProof(String what) {
        return new Finding(file.name(), Optional.of(file.proofAt()), "the proof: " + what);
    }

    private void add(Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }
}
