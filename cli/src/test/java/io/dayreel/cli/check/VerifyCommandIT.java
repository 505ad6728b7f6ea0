package io.dayreel.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.SealKeys;
import io.dayreel.cli.Dayreel;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.SealKeyId;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.segment.SegmentHeader;
import io.dayreel.protocol.segment.SegmentSummary;
import io.dayreel.protocol.segment.SegmentWriter;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.Covers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over a directory store, and over a day copied out of it. */
class VerifyCommandIT {
    private static final StreamId STREAM = StreamId.parse("demo/cam/2026-03-01");

    @TempDir
    Path directory;

    private Path day;
    private Path segment;
    private SealKeys keys;
    private String output;
    private String errors;

    @BeforeEach
    void sealOneSegment() throws IOException {
        sealOneSegment(STREAM);
    }

    private void sealOneSegment(StreamId stream) throws IOException {
        day = Files.createDirectories(directory.resolve("objects").resolve(stream.toString()));
        keys = SealKeys.createIfAbsent(directory.resolve("keys"));
        SegmentSummary summary = writeSegment(stream);
        var publicKey = InstallationKeys.readPublicKey(keys.publicKey());
        DayManifest manifest = new DayManifest(
                stream,
                0,
                Optional.empty(),
                Instant.parse("2026-03-02T00:00:00Z"),
                SealKeyId.of(publicKey),
                List.of(new DayManifest.SealedSegment(
                        stream + "/" + segment.getFileName(),
                        summary.size(),
                        summary.root(),
                        summary.frameCount(),
                        List.of(),
                        1,
                        2,
                        summary.keyFrames().encode(),
                        List.of())),
                List.of());
        Files.write(
                day.resolve("manifest-0.json"),
                SignedManifest.sign(manifest, InstallationKeys.readPrivateKey(keys.privateKey()))
                        .bytes());
    }

    private SegmentSummary writeSegment(StreamId stream) throws IOException {
        Path file = directory.resolve("segment");
        FrameEncoder encoder = new FrameEncoder();
        SegmentSummary summary;
        try (SegmentWriter writer =
                new SegmentWriter(file, new SegmentHeader(stream, Instant.EPOCH, "test"), List.of())) {
            for (int i = 0; i < 100; i++) {
                byte[] frame = encoder.encode(
                        FrameHeader.of(FrameType.DATA, Codec.BYTES)
                                .at(stream.day().number(), 7, i)
                                .timed(i, 0, 0),
                        new byte[60]);
                writer.append(new FrameView().wrap(frame, 0, frame.length));
            }
            writer.batch(1, "topic", 0, 0);
            summary = writer.finish(List.of()).summary();
        }
        segment = day.resolve("00007-0000000000-" + summary.root().hex().substring(0, 16) + ".drs");
        Files.move(file, segment);
        return summary;
    }

    private int verify(String... arguments) {
        return run("verify", arguments);
    }

    private int prove(String... arguments) {
        return run("prove", arguments);
    }

    private int run(String command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[arguments.length + 1];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int status = Dayreel.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
        output = out.toString();
        errors = err.toString();
        return status;
    }

    private String objects() {
        return directory.resolve("objects").toString();
    }

    private String key() {
        return keys.publicKey().toString();
    }

    @Covers("F1")
    @Test
    void aSealedDayIsProvenFromTheStoreAndFromCopiedFiles() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("evidence"));
        Files.copy(segment, copy.resolve(segment.getFileName()));
        Files.copy(day.resolve("manifest-0.json"), copy.resolve("manifest-0.json"));

        assertThat(verify("--store", objects(), "--public-key", key())).isZero();
        assertThat(output).contains("demo/cam/2026-03-01: sealed and intact; 1 segments, 100 frames");
        assertThat(verify(copy.toString(), "--public-key", key())).isZero();
        assertThat(output).contains("(demo/cam/2026-03-01): sealed and intact");
        assertThat(verify(objects())).isZero();
        assertThat(output).contains("the signature was not checked");
    }

    @Covers("F1")
    @Test
    void theFirstWrongByteRangeAndItsSegmentAreNamedAlsoForScripts() throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);

        assertThat(verify("--store", objects(), "--public-key", key(), "--json"))
                .isEqualTo(1);

        JsonNode verdict =
                new ObjectMapper().readTree(output.lines().findFirst().orElseThrow());
        assertThat(verdict.path("state").asText()).isEqualTo("altered");
        JsonNode finding = verdict.path("findings").path(0);
        assertThat(finding.path("object").asText())
                .isEqualTo(segment.getFileName().toString());
        assertThat(finding.path("from").asLong()).isLessThanOrEqualTo(bytes.length / 2);
        assertThat(finding.path("to").asLong()).isGreaterThanOrEqualTo(bytes.length / 2);
        assertThat(finding.path("to").asLong() - finding.path("from").asLong()).isEqualTo(99);
    }

    @Covers("F1")
    @Test
    void whatCannotBeKnownIsCalledUnsealed() throws IOException {
        String hash = SignedManifest.read(Files.readAllBytes(day.resolve("manifest-0.json")))
                .hash()
                .hex();
        assertThat(verify("--store", objects(), "--public-key", key(), "--newest", hash))
                .isZero();
        assertThat(verify("--store", objects(), "--public-key", key(), "--newest", "0".repeat(64)))
                .isEqualTo(1);

        Files.delete(day.resolve("manifest-0.json"));

        assertThat(verify("--store", objects(), "--public-key", key())).isEqualTo(3);
        assertThat(output).contains("unsealed");
    }

    @Covers("F1")
    @Test
    void aRangeIsProvenWithoutTheRestOfTheDay() throws IOException {
        Path frames = directory.resolve("range.frames");
        Path proof = directory.resolve("range.frames.proof");

        assertThat(prove(day.toString(), "--output", frames.toString(), "--from", at(20), "--to", at(50)))
                .isZero();
        assertThat(output).contains("30 frames of demo/cam/2026-03-01");
        Files.walk(day).filter(Files::isRegularFile).forEach(file -> file.toFile()
                .delete());

        assertThat(verify(frames.toString(), "--proof", proof.toString(), "--public-key", key()))
                .isZero();
        assertThat(output).contains("intact, 30 frames").contains("manifest-0 of demo/cam/2026-03-01");
        byte[] genuine = Files.readAllBytes(frames);
        Files.write(frames, Arrays.copyOf(genuine, genuine.length - genuine.length / 30));
        assertThat(verify(frames.toString(), "--proof", proof.toString(), "--public-key", key()))
                .as("without its last frame")
                .isEqualTo(1);
        Files.write(frames, otherFrames(30));
        assertThat(verify(frames.toString(), "--proof", proof.toString(), "--public-key", key()))
                .as("other frames with good checksums")
                .isEqualTo(1);
        Files.write(frames, genuine);
        SealKeys others = SealKeys.createIfAbsent(directory.resolve("other-keys"));
        assertThat(verify(
                        frames.toString(),
                        "--proof",
                        proof.toString(),
                        "--public-key",
                        others.publicKey().toString()))
                .isEqualTo(1);
        assertThat(output).contains("which was not given");
    }

    @Covers("F1")
    @Test
    void aRangeIsTakenFromTheStoreTooAndOnlyFromASealedDay() throws IOException {
        Path frames = directory.resolve("all.frames");

        assertThat(prove("--store", objects(), "--prefix", STREAM.toString(), "--output", frames.toString()))
                .isZero();
        assertThat(verify(frames.toString(), "--proof", frames + ".proof", "--public-key", key()))
                .isZero();
        assertThat(output).contains("intact, 100 frames");

        Files.delete(day.resolve("manifest-0.json"));
        assertThat(prove(day.toString(), "--output", frames.toString())).isEqualTo(1);
        assertThat(errors).contains("not sealed");
    }

    @Covers("F1")
    @Test
    void aVideoIsProvenAsAWholeSinceEachOfItsPartsBeginsAtZero() throws IOException {
        sealOneSegment(StreamId.parse("demo/film/video"));
        Path frames = directory.resolve("film.frames");

        int range = prove(day.toString(), "--output", frames.toString(), "--from", at(20));
        String refusal = errors;
        int whole = prove(day.toString(), "--output", frames.toString());

        assertThat(range).isEqualTo(2);
        assertThat(refusal)
                .contains("each part of an uploaded video begins at 0")
                .contains("leave --from and --to out");
        assertThat(whole).isZero();
        assertThat(verify(frames.toString(), "--proof", frames + ".proof", "--public-key", key()))
                .isZero();
        assertThat(output).contains("intact, 100 frames").contains("manifest-0 of demo/film/video");
    }

    private static String at(int micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static byte[] otherFrames(int count) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int i = 20; i < 20 + count; i++) {
            bytes.write(new FrameEncoder()
                    .encode(
                            FrameHeader.of(FrameType.DATA, Codec.BYTES)
                                    .at(STREAM.day().number(), 7, i)
                                    .timed(i, 0, 0),
                            "other".repeat(12).getBytes(StandardCharsets.US_ASCII)));
        }
        return bytes.toByteArray();
    }
}
