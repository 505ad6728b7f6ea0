package io.dayreel.protocol.clip;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.DayManifest.StoredRun;
import io.dayreel.protocol.manifest.SealKeyId;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.MemorySource;
import io.dayreel.protocol.segment.SegmentHeader;
import io.dayreel.protocol.segment.SegmentSummary;
import io.dayreel.protocol.segment.SegmentWriter;
import io.dayreel.protocol.segment.StoredConfiguration;
import io.dayreel.protocol.stream.StreamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;

/** A camera's minute in segments, and clips of it: bodies one behind the other with tables as a packager makes them. */
public final class SampleClip implements ClipArchive {
    static final StreamId STREAM = StreamId.parse("acme/cam-1/2026-03-14");
    static final byte[] VIDEO_RECORD = {1, 100, 0, 31};
    static final byte[] AUDIO_RECORD = {0x12, 0x10};
    static final int RUN = 7;

    private static final long START = STREAM.day().startMicros() + 36_000_000_000L;
    private static final int VIDEO = 0;
    private static final int AUDIO = 1;

    final List<byte[]> messages = new ArrayList<>();
    final List<Stored> stored = new ArrayList<>();
    final Map<String, byte[]> objects = new HashMap<>();
    final List<SegmentSummary> summaries = new ArrayList<>();
    private final List<MemorySource> opened = new ArrayList<>();
    private final Path directory;
    private Optional<SignedManifest> manifest = Optional.empty();

    public SampleClip(Path directory) {
        this.directory = directory;
    }

    /** Configurations, then two units of sound to a picture, and an event now and then. */
    public static List<byte[]> recording(int count) {
        Random random = new Random(5);
        List<byte[]> frames = new ArrayList<>();
        frames.add(configuration(0, VIDEO, Codec.H264, VIDEO_RECORD));
        frames.add(configuration(1, AUDIO, Codec.AAC, AUDIO_RECORD));
        for (int counter = 2; counter < count; counter++) {
            byte[] body = new byte[50 + random.nextInt(200)];
            random.nextBytes(body);
            boolean picture = counter % 3 == 2;
            FrameType type = counter % 50 == 49 ? FrameType.EVENT : picture ? FrameType.VIDEO : FrameType.AUDIO;
            Codec codec = type == FrameType.EVENT ? Codec.JSON : picture ? Codec.H264 : Codec.AAC;
            boolean sync = type != FrameType.VIDEO || counter % 30 == 2;
            int composition = type == FrameType.VIDEO && counter % 2 == 0 ? 33_333 : 0;
            frames.add(encode(
                    FrameHeader.of(type, codec)
                            .at(STREAM.day().number(), RUN, counter)
                            .onTrack(type == FrameType.EVENT ? 9 : picture ? VIDEO : AUDIO)
                            .withConfiguration(3)
                            .withFlags(sync ? FrameFlags.SYNC : 0)
                            .timed(START + counter * 11_111L, composition, picture ? 33_333 : 16_666),
                    type == FrameType.EVENT ? "{}".getBytes(StandardCharsets.UTF_8) : body));
        }
        return frames;
    }

    private static byte[] configuration(int counter, int track, Codec codec, byte[] record) {
        return encode(
                FrameHeader.of(FrameType.CONFIGURATION, codec)
                        .at(STREAM.day().number(), RUN, counter)
                        .onTrack(track)
                        .withConfiguration(3)
                        .timed(START, 0, 0),
                new ConfigurationBody("{\"codec\":\"x\"}", record).encode());
    }

    static byte[] encode(FrameHeader header, byte[] body) {
        return new FrameEncoder().encode(header, body);
    }

    static FrameView view(byte[] message) {
        return new FrameView().wrap(message, 0, message.length);
    }

    /** Archives these messages as the next segment. */
    public void archive(List<byte[]> of) throws IOException {
        Path file = directory.resolve(stored.size() + ".drs");
        SegmentHeader header = new SegmentHeader(STREAM, Instant.parse("2026-03-14T10:00:00Z"), "test");
        List<StoredConfiguration> earlier = List.of(
                StoredConfiguration.decode(configuration(0, VIDEO, Codec.H264, VIDEO_RECORD)),
                StoredConfiguration.decode(configuration(1, AUDIO, Codec.AAC, AUDIO_RECORD)));
        SegmentSummary summary;
        try (SegmentWriter writer = new SegmentWriter(file, header, earlier)) {
            for (byte[] message : of) {
                writer.append(view(message));
            }
            writer.batch(1, "topic", 0, stored.size());
            summary = writer.finish(List.of()).summary();
        }
        String key = STREAM + "/" + summary.root().hex();
        Map<Integer, CounterRanges> runs = new HashMap<>();
        summary.runs().forEach(run -> runs.put(run.run(), CounterRanges.of(run.ranges())));
        stored.add(new Stored(key, runs));
        objects.put(key, Files.readAllBytes(file));
        Files.delete(file);
        summaries.add(summary);
    }

    /** Seals the day with all that is archived. */
    void seal(KeyPair key) {
        List<SealedSegment> segments = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            SegmentSummary summary = summaries.get(i);
            segments.add(new SealedSegment(
                    stored.get(i).key(),
                    summary.size(),
                    summary.root(),
                    summary.frameCount(),
                    stored.get(i).runs().entrySet().stream()
                            .map(run -> new StoredRun(run.getKey(), run.getValue(), 0, 1))
                            .toList(),
                    1,
                    2,
                    summary.keyFrames().encode(),
                    List.of()));
        }
        DayManifest made = new DayManifest(
                STREAM,
                0,
                Optional.empty(),
                Instant.parse("2026-03-15T00:00:00Z"),
                SealKeyId.of(key.getPublic()),
                segments,
                List.of());
        manifest = Optional.of(SignedManifest.sign(made, key.getPrivate()));
    }

    @Override
    public List<Stored> segments(StreamId day) {
        return day.equals(STREAM) ? stored : List.of();
    }

    @Override
    public Optional<ByteSource> open(String key) {
        return Optional.ofNullable(objects.get(key)).map(bytes -> {
            MemorySource source = new MemorySource(bytes);
            opened.add(source);
            return source;
        });
    }

    long bytesRead() {
        return opened.stream().mapToLong(MemorySource::bytesRead).sum();
    }

    @Override
    public Optional<SignedManifest> manifest(StreamId day) {
        return manifest;
    }

    /** A clip of the video and sound among some messages. */
    public Clip clip(List<byte[]> of) throws IOException {
        return clip(of, frame -> true);
    }

    Clip clip(List<byte[]> of, Predicate<FrameView> wanted) throws IOException {
        Clip clip = new Clip();
        ClipProofBuilder builder = new ClipProofBuilder(STREAM.deviceId());
        for (byte[] message : of) {
            FrameView frame = view(message);
            boolean media = frame.type() == FrameType.VIDEO || frame.type() == FrameType.AUDIO;
            if (media && wanted.test(frame)) {
                FakeTrack track = frame.type() == FrameType.VIDEO ? clip.video : clip.audio;
                track.add(frame, clip.length());
                clip.bytes.writeBytes(frame.bodyBytes());
                builder.add(frame, track.id, track.samples.size());
            }
        }
        clip.proof = builder.build(this);
        return clip;
    }

    /** A file and its tables, which tests alter. */
    public static final class Clip implements ClipMedia {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final FakeTrack video = new FakeTrack(1, 90_000, VIDEO_RECORD);
        final FakeTrack audio = new FakeTrack(2, 48_000, AUDIO_RECORD);
        ClipProof proof;

        Clip() {
            bytes.writeBytes(new byte[24]);
        }

        public ClipProof proof() {
            return proof;
        }

        long length() {
            return bytes.size();
        }

        @Override
        public List<Track> tracks() {
            audio.playedAfter = audio.ticks(audio.first - video.first);
            return List.of(video, audio);
        }

        ClipFile file() {
            return file(bytes.toByteArray());
        }

        ClipFile file(byte[] content) {
            ClipProof read = ClipProof.read(ByteBuffer.wrap(proof.bytes()));
            return new ClipFile("clip.mp4", new MemorySource(content), this, read, new ByteRange(0, 24));
        }
    }

    /** @param offset in the file */
    record FakeSample(long offset, int length, long decode, long composition, boolean sync) {}

    static final class FakeTrack implements ClipMedia.Track {
        final List<FakeSample> samples = new ArrayList<>();
        byte[] record;
        long playedAfter;
        private final int id;
        private final int timescale;
        private long first;

        FakeTrack(int id, int timescale, byte[] record) {
            this.id = id;
            this.timescale = timescale;
            this.record = record;
        }

        private void add(FrameView frame, long offset) {
            first = samples.isEmpty() ? frame.timeMicros() : first;
            long decode = ticks(frame.timeMicros()) - ticks(first);
            long composition = ticks(frame.timeMicros() + frame.compositionOffsetMicros()) - ticks(frame.timeMicros());
            samples.add(new FakeSample(offset, frame.bodyLength(), decode, composition, frame.isSync()));
        }

        private long ticks(long micros) {
            return BigInteger.valueOf(micros)
                    .multiply(BigInteger.valueOf(timescale))
                    .add(BigInteger.valueOf(500_000))
                    .divide(BigInteger.valueOf(1_000_000))
                    .longValueExact();
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public int sampleCount() {
            return samples.size();
        }

        @Override
        public int timescale() {
            return timescale;
        }

        @Override
        public OptionalLong playedAfterTicks() {
            return OptionalLong.of(playedAfter);
        }

        @Override
        public long offset(int sample) {
            return samples.get(sample - 1).offset();
        }

        @Override
        public int length(int sample) {
            return samples.get(sample - 1).length();
        }

        @Override
        public long decodeTicks(int sample) {
            return samples.get(sample - 1).decode();
        }

        @Override
        public long compositionTicks(int sample) {
            return samples.get(sample - 1).composition();
        }

        @Override
        public boolean isSync(int sample) {
            return samples.get(sample - 1).sync();
        }

        @Override
        public byte[] codecRecord(int sample) {
            return record;
        }
    }
}
