package io.dayreel.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.access.InstallationKeys;
import io.dayreel.access.SealKeys;
import io.dayreel.cli.Dayreel;
import io.dayreel.media.MovieFile;
import io.dayreel.media.SampleFormat;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.media.mp4.ProgressiveMp4;
import io.dayreel.media.mp4.UserBox;
import io.dayreel.protocol.clip.ClipArchive;
import io.dayreel.protocol.clip.ClipProof;
import io.dayreel.protocol.clip.ClipProofBuilder;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.SealKeyId;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.FileByteSource;
import io.dayreel.protocol.segment.SegmentHeader;
import io.dayreel.protocol.segment.SegmentSummary;
import io.dayreel.protocol.segment.SegmentWriter;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.Covers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over an MP4 file with its proof. */
class VerifyClipIT implements ClipArchive {
    private static final StreamId STREAM = StreamId.parse("demo/cam/2026-03-01");
    private static final long START = STREAM.day().startMicros() + 3_600_000_000L;
    private static final byte[] AVC = {1, 0x4d, 0x40, 0x1f, -1, -31, 0, 0};
    private static final TrackFormat VIDEO = new TrackFormat(SampleFormat.H264, AVC, 640, 360, 0, 0, "");
    private static final TrackFormat PCM = new TrackFormat(SampleFormat.PCM_S16LE, new byte[0], 0, 0, 8000, 1, "");
    private static final int RUN = 7;

    @TempDir
    Path directory;

    private final List<byte[]> frames = new ArrayList<>();
    private Path segment;
    private SegmentSummary summary;
    private SealKeys keys;
    private Optional<SignedManifest> manifest = Optional.empty();
    private String output;

    @BeforeEach
    void record() throws IOException {
        keys = SealKeys.createIfAbsent(directory.resolve("keys"));
        Random random = new Random(1);
        add(FrameType.CONFIGURATION, 0, Codec.H264, 0, new ConfigurationBody("{\"codec\":\"x\"}", AVC).encode());
        add(
                FrameType.CONFIGURATION,
                1,
                Codec.PCM_S16LE,
                0,
                new ConfigurationBody("{\"codec\":\"x\"}", new byte[0]).encode());
        for (int i = 0; i < 300; i++) {
            byte[] body = new byte[200];
            random.nextBytes(body);
            boolean sound = i % 2 == 1;
            add(
                    sound ? FrameType.AUDIO : FrameType.VIDEO,
                    sound ? 1 : 0,
                    sound ? Codec.PCM_S16LE : Codec.H264,
                    sound || i % 50 == 0 ? FrameFlags.SYNC : 0,
                    body);
        }
        segment = directory.resolve("segment.drs");
        try (SegmentWriter writer =
                new SegmentWriter(segment, new SegmentHeader(STREAM, Instant.EPOCH, "t"), List.of())) {
            for (byte[] frame : frames) {
                writer.append(view(frame));
            }
            writer.batch(1, "topic", 0, 0);
            summary = writer.finish(List.of()).summary();
        }
    }

    private void add(FrameType type, int track, Codec codec, int flags, byte[] body) {
        int counter = frames.size();
        frames.add(new FrameEncoder()
                .encode(
                        FrameHeader.of(type, codec)
                                .onTrack(track)
                                .withConfiguration(1)
                                .withFlags(flags)
                                .at(STREAM.day().number(), RUN, counter)
                                .timed(START + counter * 20_000L, 0, 40_000),
                        body));
    }

    private static FrameView view(byte[] message) {
        return new FrameView().wrap(message, 0, message.length);
    }

    private void seal() throws IOException {
        DayManifest day = new DayManifest(
                STREAM,
                0,
                Optional.empty(),
                Instant.parse("2026-03-02T00:00:00Z"),
                SealKeyId.of(InstallationKeys.readPublicKey(keys.publicKey())),
                List.of(new DayManifest.SealedSegment(
                        STREAM + "/segment.drs",
                        summary.size(),
                        summary.root(),
                        summary.frameCount(),
                        List.of(),
                        1,
                        2,
                        summary.keyFrames().encode(),
                        List.of())),
                List.of());
        manifest = Optional.of(SignedManifest.sign(day, InstallationKeys.readPrivateKey(keys.privateKey())));
    }

    @Override
    public List<Stored> segments(StreamId day) {
        return List.of(new Stored(
                "segment", Map.of(RUN, CounterRanges.of(summary.runs().get(0).ranges()))));
    }

    @Override
    public Optional<ByteSource> open(String key) throws IOException {
        return Optional.of(new FileByteSource(segment));
    }

    @Override
    public Optional<SignedManifest> manifest(StreamId day) {
        return manifest;
    }

    /** Frames 100 to 200, played from a little later on. */
    private Path clip() throws IOException {
        ProgressiveMp4 mp4 = new ProgressiveMp4();
        ClipProofBuilder proof = new ClipProofBuilder(STREAM.deviceId());
        ByteArrayOutputStream media = new ByteArrayOutputStream();
        int[] samples = new int[2];
        for (byte[] message : frames.subList(102, 202)) {
            FrameView frame = view(message);
            boolean video = frame.type() == FrameType.VIDEO;
            mp4.add(
                    frame.track(),
                    video ? VIDEO : PCM,
                    new Sample(frame.timeMicros(), 0, frame.durationMicros(), frame.isSync(), frame.body()));
            media.writeBytes(frame.bodyBytes());
            proof.add(frame, frame.track() + 1, ++samples[frame.track()]);
        }
        long from = START + 102 * 20_000L + 300_000;
        byte[] head = mp4.head(
                mp4.shown(from, from + 1_000_000).orElseThrow(),
                List.of(new UserBox(ClipProof.BOX_TYPE, proof.build(this).bytes())));
        Path file = directory.resolve("clip.mp4");
        Files.write(file, head);
        Files.write(file, media.toByteArray(), StandardOpenOption.APPEND);
        return file;
    }

    private int verify(String... arguments) {
        StringWriter out = new StringWriter();
        String[] all = new String[arguments.length + 1];
        all[0] = "verify";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int status = Dayreel.commandLine().setOut(new PrintWriter(out)).execute(all);
        output = out.toString();
        return status;
    }

    private String key() {
        return keys.publicKey().toString();
    }

    @Covers("F1")
    @Test
    void aClipOfASealedDayIsProvenByItselfAndThePublicKey() throws IOException {
        seal();
        String clip = clip().toString();

        assertThat(verify(clip, "--public-key", key())).isZero();
        assertThat(output)
                .contains("clip.mp4: sealed and intact; 100 frames of demo/cam, captured 2026-03-01T01:00:02.040Z to")
                .contains("manifest-0 of demo/cam/2026-03-01, sealed 2026-03-02T00:00:00Z")
                .contains("1 single files, 0 altered");
        assertThat(verify(clip)).isZero();
        assertThat(output).contains("the signature was not checked");
    }

    @Covers("F1")
    @Test
    void theFirstAlteredFrameIsNamedByTrackTimeAndBytes() throws IOException {
        seal();
        Path clip = clip();
        byte[] bytes = Files.readAllBytes(clip);
        long sample = sample(clip, 11);
        bytes[(int) sample + 7] ^= 1;
        Files.write(clip, bytes);

        assertThat(verify(clip.toString(), "--public-key", key())).isEqualTo(1);
        assertThat(output)
                .contains("ALTERED, first track 1, captured 2026-03-01T01:00:02.440Z: not the frame that was stored")
                .contains("bytes " + sample + "-" + (sample + 199));
    }

    private static long sample(Path clip, int number) throws IOException {
        try (FileByteSource source = new FileByteSource(clip)) {
            return MovieFile.read(MovieMedia.bytes(source)).tracks().get(0).offset(number);
        }
    }

    @Covers("F1")
    @Test
    void beforeTheDayIsSealedTheClipSaysWhatItProves() throws IOException {
        Path clip = clip();

        assertThat(verify(clip.toString(), "--public-key", key())).isEqualTo(3);
        assertThat(output)
                .contains("intact, but unsealed; proves of 100 frames only that they belong to the segments with these"
                        + " roots")
                .contains("segment with root " + summary.root());
    }

    @Covers("F1")
    @Test
    void anotherKeyIsNotBelieved() throws IOException {
        seal();
        Path clip = clip();
        SealKeys others = SealKeys.createIfAbsent(directory.resolve("others"));

        assertThat(verify(clip.toString(), "--public-key", others.publicKey().toString()))
                .isEqualTo(1);
        assertThat(output).contains("signed by key", "which was not given");
    }

    @Test
    void aFileWithoutAProofOrWithBrokenTablesIsNotTakenForIntact() throws IOException {
        Path clip = clip();
        byte[] bytes = Files.readAllBytes(clip);
        bytes[bytes.length - 100 * 200 - 9] ^= 1;
        Path broken = Files.write(directory.resolve("broken.mp4"), Arrays.copyOf(bytes, bytes.length - 1));
        ProgressiveMp4 mp4 = new ProgressiveMp4();
        mp4.add(0, VIDEO, new Sample(START, 0, 40_000, true, ByteBuffer.wrap(new byte[9])));
        Path bare = Files.write(
                directory.resolve("bare.mp4"),
                mp4.head(mp4.shown(START, START + 1).orElseThrow(), List.of()));
        Files.write(bare, new byte[9], StandardOpenOption.APPEND);

        assertThat(verify(bare.toString(), "--public-key", key())).isEqualTo(1);
        assertThat(output).contains("there is no proof in it");
        assertThat(verify(broken.toString(), "--public-key", key())).isEqualTo(1);
        assertThat(output).contains("ALTERED, first its tables cannot be read");
    }
}
