package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.viewer.SourcePackets;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The {@code dayreel} command as processes against a running installation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsST {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int PIPED_BYTES = 6_000_001;

    private StandaloneCloud cloud;
    private URI secured;
    private Path directory;

    @BeforeAll
    void start(@TempDir Path created) {
        directory = created;
        int tlsPort = FreePort.next();
        secured = URI.create("https://localhost:" + tlsPort);
        cloud = StandaloneCloud.start(
                directory.resolve("data"),
                Map.of(
                        "dayreel.tls.port", Integer.toString(tlsPort),
                        "dayreel.tls.directory",
                                directory.resolve("data").resolve("keys").toString()));
    }

    @AfterAll
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Covers("E1")
    @Test
    void pipesAreExactToTheLastByteOnTwoChannelsAtOnceAndAgainWhenReplayed() throws Exception {
        Path one = random("one", 1);
        Path two = random("two", 2);
        try (Cli readsOne = read("chan-one", "live-one");
                Cli readsTwo = read("chan-two", "live-two");
                Cli writesOne = write(one, "chan-one");
                Cli writesTwo = write(two, "chan-two")) {

            writesOne.succeedsWithin(LIMIT);
            writesTwo.succeedsWithin(LIMIT);
            readsOne.succeedsWithin(LIMIT);
            readsTwo.succeedsWithin(LIMIT);

            assertThat(directory.resolve("live-one")).hasSameBinaryContentAs(one);
            assertThat(directory.resolve("live-two")).hasSameBinaryContentAs(two);
        }

        try (Cli replays = read("chan-one", "replayed-one", "--from", "start")) {
            replays.succeedsWithin(LIMIT);
        }
        assertThat(directory.resolve("replayed-one")).hasSameBinaryContentAs(one);
    }

    @Covers("E1")
    @Test
    void anEmptyInputIsAnEmptyOutput() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty"));
        try (Cli reads = read("chan-empty", "live-empty");
                Cli writes = write(empty, "chan-empty")) {

            writes.succeedsWithin(LIMIT);
            reads.succeedsWithin(LIMIT);

            assertThat(directory.resolve("live-empty")).isEmptyFile();
        }
    }

    @Covers("A8")
    @Test
    void overHttpsThePipeIsTheSameButOnlyForThoseWhoTrustTheInstallationsOwnCertificate() throws Exception {
        Path sent = random("secret", 3);
        Path certificate = cloud.data().resolve("keys").resolve("tls-certificate.pem");
        String trusting = "--ca-certificate=" + certificate;
        try (Cli reads = read(secured, "chan-secret", "live-secret", trusting);
                Cli writes = write(secured, sent, "chan-secret", trusting)) {
            writes.succeedsWithin(LIMIT);
            reads.succeedsWithin(LIMIT);
            assertThat(directory.resolve("live-secret")).hasSameBinaryContentAs(sent);
        }

        Path refused = Path.of("target", "processes", "devices-untrusted.log");
        try (Cli distrusts = Cli.start(
                refused,
                "devices",
                "--server",
                secured.toString(),
                "--token",
                cloud.tokens().viewer("demo"))) {
            await().atMost(LIMIT).until(() -> !distrusts.isRunning());
            assertThat(distrusts.text()).contains("cannot reach " + secured).contains("certification path");
        }
    }

    @Covers({"D3", "C10"})
    @Test
    void pushAndWatchGoOnThroughAKillOfTheServerWithNothingMissingAndNothingTwice() throws Exception {
        Path watched = directory.resolve("watched.frames");
        int packets = SourcePackets.of(SampleFootage.carDetection()).count();
        try (Cli pushes = new Pusher(cloud, directory).push("through-kill", SampleFootage.carDetection())) {
            Rest rest = new Rest(cloud.address(), cloud.tokens().viewer("demo"));
            await().atMost(LIMIT)
                    .until(() -> rest.get("/v1/devices/through-kill").status() == 200);
            try (Cli watches = watch("through-kill", watched)) {
                await().atMost(LIMIT).until(() -> counters(watched).size() > packets / 6);

                cloud.process().kill9();
                cloud.process().restart();

                pushes.succeedsWithin(LIMIT);
                await().atMost(LIMIT).until(() -> counters(watched).size() > packets);
                List<Long> counters = counters(watched);
                assertThat(counters)
                        .isEqualTo(LongStream.range(0, counters.size()).boxed().toList());
                assertThat(watches.isRunning()).isTrue();
            }
        }
    }

    private Path random(String name, long seed) throws IOException {
        byte[] bytes = new byte[PIPED_BYTES];
        new Random(seed).nextBytes(bytes);
        return Files.write(directory.resolve(name), bytes);
    }

    private Cli write(Path input, String channel) {
        return write(cloud.address(), input, channel);
    }

    private Cli write(URI server, Path input, String channel, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "write",
                channel,
                "--server",
                server.toString(),
                "--token",
                cloud.tokens().device("demo", channel),
                "--spool",
                directory.resolve("spool-" + channel).toString()));
        arguments.addAll(List.of(more));
        return Cli.piped(input, directory.resolve("said-by-" + channel), arguments.toArray(String[]::new));
    }

    private Cli read(String channel, String output, String... more) throws IOException {
        return read(cloud.address(), channel, output, more);
    }

    private Cli read(URI server, String channel, String output, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "read",
                channel,
                "--server",
                server.toString(),
                "--token",
                cloud.tokens().viewer("demo")));
        arguments.addAll(List.of(more));
        Path nothing = directory.resolve("nothing");
        if (!Files.exists(nothing)) {
            Files.createFile(nothing);
        }
        return Cli.piped(nothing, directory.resolve(output), arguments.toArray(String[]::new));
    }

    private Cli watch(String device, Path output) {
        return Cli.start(
                Path.of("target", "processes", "watch-" + device + ".log"),
                "watch",
                "--device",
                device,
                "--from",
                "start",
                "--output",
                output.toString(),
                "--server",
                cloud.address().toString(),
                "--token",
                cloud.tokens().viewer("demo"));
    }

    /** Counters of the whole frames in a file that is still being written. */
    private static List<Long> counters(Path file) throws IOException {
        List<Long> counters = new ArrayList<>();
        if (!Files.exists(file)) {
            return counters;
        }
        byte[] bytes = Files.readAllBytes(file);
        FrameView view = new FrameView();
        int at = 0;
        while (at + FrameLayout.HEADER_LENGTH <= bytes.length) {
            int length = FrameLayout.HEADER_LENGTH + ByteBuffer.wrap(bytes).getInt(at + FrameLayout.BODY_LENGTH_AT);
            if (at + length > bytes.length) {
                break;
            }
            counters.add(view.wrap(bytes, at, bytes.length).checkCrc().counter());
            at = view.end();
        }
        return counters;
    }
}
