package io.dayreel.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.cli.Dayreel;
import io.dayreel.cli.upload.UploadServer.Fault;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.SampleFootage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code dayreel upload} against a server that keeps to the contract, and breaks what it is told to. */
@Timeout(300)
class UploadCommandIT {
    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path CAR = SampleFootage.carDetection();

    private final StringWriter said = new StringWriter();

    @TempDir
    Path directory;

    private List<String> arguments(UploadServer server, Path file, String... options) {
        List<String> given = List.of(options);
        List<String> arguments = new ArrayList<>(List.of("upload", file.toString(), "--server", server.address()));
        arguments.addAll(given);
        Map.of(
                        "--video",
                        "video",
                        "--token",
                        "good",
                        "--spool",
                        directory.resolve("spool").toString())
                .forEach((option, value) -> {
                    if (!given.contains(option)) {
                        arguments.addAll(List.of(option, value));
                    }
                });
        return arguments;
    }

    private FutureTask<Integer> start(List<String> arguments) {
        CommandLine command =
                Dayreel.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        FutureTask<Integer> running = new FutureTask<>(() -> command.execute(arguments.toArray(String[]::new)));
        Thread thread = new Thread(running, "test-upload");
        thread.setDaemon(true);
        thread.start();
        return running;
    }

    private int upload(UploadServer server, Path file, String... options) throws Exception {
        return start(arguments(server, file, options)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static UploadServer.Trouble none() {
        return (part, times) -> Optional.empty();
    }

    @Covers({"C1", "D3"})
    @Test
    void theFootageInPartsIsTheFootage() throws Exception {
        try (UploadServer server = UploadServer.start(none())) {

            int code = upload(server, CAR, "--part-duration", "4s");

            assertThat(said.toString()).contains("watch it at " + server.address() + "/?video=video");
            assertThat(code).isZero();
            assertThat(server.isComplete()).isTrue();
            assertThat(server.parts).hasSizeGreaterThan(4);
            assertThat(joined(server)).isEqualTo(packets(CAR));
        }
    }

    @Covers({"C1", "C5"})
    @Test
    void captionsOfEachLanguageAreSentBeforeTheParts() throws Exception {
        String cue = "00:00:01.000 --> 00:00:02.500\nhello\n";
        Path english = Files.writeString(directory.resolve("en.vtt"), "WEBVTT\n\n" + cue);
        Path german = Files.writeString(directory.resolve("de.srt"), "1\n" + cue.replace('.', ','));
        Path bad = Files.writeString(directory.resolve("bad.srt"), "1\n00:00:01,000 -> 2\nhello\n");
        try (UploadServer server = UploadServer.start(none())) {
            assertThat(upload(server, CAR, "--captions", "de=" + bad)).isEqualTo(2);
            assertThat(said.toString()).contains("bad.srt, line 2");

            int code = upload(server, CAR, "--captions", "ger=" + german, "--captions", "en-GB=" + english);

            assertThat(code).isZero();
            assertThat(server.requests).startsWith("GET", "PUT", "PUT");
            assertThat(server.captions)
                    .containsEntry("de application/x-subrip", Files.readString(german))
                    .containsEntry("en-GB text/vtt", Files.readString(english));
        }
    }

    @Covers("C1")
    @Test
    void picturesThatAreReorderedTwoTongueSoundAndTextKeepTheirTimes() throws Exception {
        Path text = Files.writeString(
                directory.resolve("text.srt"),
                "1\n00:00:01,000 --> 00:00:02,500\nhello\n\n2\n00:00:06,000 --> 00:00:07,000\nthere\n");
        Path clip = FFMPEG.make(
                directory.resolve("clip.mp4"),
                "-f lavfi -t 11 -i testsrc2=size=320x180:rate=30000/1001 -f lavfi -t 11 -i sine=frequency=440:sample_rate=44100"
                        + " -f lavfi -t 11 -i sine=frequency=880:sample_rate=48000 -i " + text
                        + " -map 0 -map 1 -map 2 -map 3 -c:v libx264 -preset veryfast -g 45 -bf 3 -c:a aac -c:s mov_text"
                        + " -metadata:s:a:0 language=eng -metadata:s:a:1 language=deu");
        try (UploadServer server = UploadServer.start(none())) {

            assertThat(upload(server, clip, "--part-duration", "3s")).isZero();

            assertThat(server.parts).hasSizeGreaterThan(2).allSatisfy((number, held) -> assertThat(held.type())
                    .isEqualTo("video/mp4"));
            for (int track = 0; track < 3; track++) {
                assertThat(of(joined(server), track)).isEqualTo(of(packets(clip), track));
            }
            assertThat(texts(joined(server))).containsAll(texts(packets(clip)));
            assertThat(FFMPEG.probe(List.of(
                            "-show_entries",
                            "stream_tags=language",
                            "-of",
                            "csv=p=0",
                            part(server, 2).toString())))
                    .contains("eng", "deu");
        }
    }

    @Covers("C1")
    @Test
    void whatMp4DoesNotCarryGoesAsWebm() throws Exception {
        Path clip = FFMPEG.make(
                directory.resolve("clip.webm"),
                "-f lavfi -t 8 -i testsrc2=size=320x180:rate=25 -f lavfi -t 8 -i sine=frequency=440:sample_rate=48000"
                        + " -map 0 -map 1 -c:v libvpx -deadline realtime -g 25 -c:a libopus");
        try (UploadServer server = UploadServer.start(none())) {

            assertThat(upload(server, clip, "--part-duration", "2s")).isZero();

            assertThat(server.parts).hasSizeGreaterThan(2).allSatisfy((number, held) -> assertThat(held.type())
                    .isEqualTo("video/webm"));
            assertThat(of(joined(server), 0)).isEqualTo(of(packets(clip), 0));
            assertThat(of(joined(server), 1)).isEqualTo(of(packets(clip), 1));
        }
    }

    @Test
    void aSmallFileIsOnePartAndGoesAsItIs() throws Exception {
        Path clip = FFMPEG.make(directory.resolve("clip.mov"), "-i " + CAR + " -t 3 -c copy");
        try (UploadServer server = UploadServer.start(none())) {

            assertThat(upload(server, clip)).isZero();

            assertThat(server.parts).containsOnlyKeys(1);
            assertThat(server.parts.get(1).bytes()).isEqualTo(Files.readAllBytes(clip));
            assertThat(server.parts.get(1).type()).isEqualTo("video/quicktime");
        }
    }

    @Covers("D3")
    @Test
    void aConnectionThatBreaksGoesOnAtTheByteWhereItWas() throws Exception {
        try (UploadServer server = UploadServer.start(
                (part, times) -> times <= 2 ? Fault.breaksAfter(100_000L * times) : Optional.empty())) {

            assertThat(upload(server, CAR, "--part-duration", "4s")).isZero();

            assertThat(joined(server)).isEqualTo(packets(CAR));
            assertThat(server.requests.stream().filter(each -> each.startsWith("HEAD")))
                    .hasSizeGreaterThan(4);
            assertThat(said.toString()).contains("; trying again").contains("it goes on");
        }
    }

    @Covers("D3")
    @Test
    void aServerThatIsBusyIsAskedAgainAndAWrongOffsetIsPutRight() throws Exception {
        try (UploadServer server = UploadServer.start((part, times) -> switch (times) {
            case 1 -> Fault.answers(part % 2 == 0 ? 503 : 429, "busy");
            case 2 -> Fault.breaksAfter(50_000);
            case 3 -> Fault.answers(409, "offset");
            default -> Optional.empty();
        })) {

            assertThat(upload(server, CAR, "--part-duration", "8s", "--parallel", "2"))
                    .isZero();

            assertThat(joined(server)).isEqualTo(packets(CAR));
        }
    }

    @Covers("D3")
    @Test
    void aKilledUploadIsGoneOnWithByTheSameCommand() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        try (UploadServer server = UploadServer.start((part, times) -> {
            if (part > 3 && blocked.getCount() > 0) {
                awaitUninterrupted(blocked);
                return Fault.breaksAfter(1);
            }
            return Optional.empty();
        })) {
            Process first = process(arguments(server, CAR, "--part-duration", "4s", "--parallel", "2"));
            await().atMost(PATIENCE).until(() -> server.parts.size() == 3 && server.count("POST 4") == 1);
            assertThat(partsOnDisk()).hasSizeLessThanOrEqualTo(4);
            first.destroyForcibly().waitFor();
            blocked.countDown();

            assertThat(upload(server, CAR, "--part-duration", "4s")).isZero();

            assertThat(said.toString()).contains("going on: the server holds parts");
            assertThat(List.of(server.count("POST 1"), server.count("POST 2"), server.count("POST 3")))
                    .containsOnly(1L);
            assertThat(joined(server)).isEqualTo(packets(CAR));
            assertThat(partsOnDisk()).isEmpty();
        }
    }

    @Covers("D3")
    @Test
    void partsThatTheServerLostAreSentAgain() throws Exception {
        try (UploadServer server = UploadServer.start(none())) {
            server.lostOnce.addAll(List.of(2, 4));

            assertThat(upload(server, CAR, "--part-duration", "4s")).isZero();

            assertThat(server.count("POST 1")).isEqualTo(1);
            assertThat(server.count("POST 2")).isEqualTo(2);
            assertThat(server.count("complete")).isEqualTo(2);
            assertThat(joined(server)).isEqualTo(packets(CAR));
        }
    }

    @Test
    void anotherFileUnderTheSameNameIsRefused() throws Exception {
        try (UploadServer server = UploadServer.start(none())) {
            assertThat(upload(server, CAR, "--part-duration", "4s")).isZero();

            int here = upload(server, SampleFootage.onePersonDetection(), "--part-duration", "4s");
            String elsewhere = directory.resolve("elsewhere").toString();
            int there =
                    upload(server, SampleFootage.onePersonDetection(), "--part-duration", "4s", "--spool", elsewhere);

            assertThat(here).isEqualTo(1);
            assertThat(said.toString()).contains("video video was begun with another file");
            assertThat(there).isEqualTo(1);
            assertThat(said.toString()).contains("the server refuses part 1: part 1 is held with other bytes");
        }
    }

    @Test
    void whatCannotWorkIsSaidAndNotTriedAgain() throws Exception {
        try (UploadServer server =
                UploadServer.start((part, times) -> Fault.answers(part == 1 ? 422 : 413, "malformed"))) {
            assertThat(upload(server, CAR)).isEqualTo(1);
            assertThat(said.toString()).contains("the server refuses part 1: it was told to");
            assertThat(server.count("POST 1")).isEqualTo(1);
            assertThat(upload(server, CAR, "--token", "bad")).isEqualTo(1);
            assertThat(said.toString()).contains("the server refuses the token");
            assertThat(upload(server, directory.resolve("absent.mp4"))).isEqualTo(2);
            assertThat(upload(server, CAR, "--video", "Not An Id")).isEqualTo(2);
            Path text = Files.writeString(directory.resolve("no.mp4"), "no video");
            assertThat(upload(server, text)).isEqualTo(1);
            assertThat(said.toString()).contains("cannot read " + text);
        }
    }

    @Test
    void aServerThatIsNotThereIsGivenUpWhenThePatienceIsOver() throws Exception {
        UploadServer gone = UploadServer.start(none());
        gone.close();

        assertThat(upload(gone, CAR, "--patience", "1s")).isEqualTo(1);

        assertThat(said.toString()).contains("cannot reach " + gone.address()).contains("The same command goes on");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process process(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.dayreel.cli.Dayreel"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<Path> partsOnDisk() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
        }
    }

    /** A packet as it is in the file and in a part: when, how long, and which bytes. */
    private record Packet(int track, double shown, double decoded, double lasts, boolean key, String sha256) {}

    private Path part(UploadServer server, int number) throws Exception {
        UploadServer.Held held = server.parts.get(number);
        return Files.write(
                directory.resolve("held-" + number + (held.type().endsWith("webm") ? ".webm" : ".mp4")), held.bytes());
    }

    private List<Packet> joined(UploadServer server) throws Exception {
        List<Packet> packets = new ArrayList<>();
        for (int number : server.inOrder().keySet()) {
            packets.addAll(packets(part(server, number)));
        }
        return byTrack(packets);
    }

    private static List<Packet> packets(Path file) {
        Map<Integer, Double> bases = bases(file);
        return byTrack(FFMPEG.probePackets(file).stream()
                .map(packet -> packet(packet, bases.get(packet.stream())))
                .toList());
    }

    private static Packet packet(MediaPacket packet, double base) {
        return new Packet(
                packet.stream(),
                rounded(packet.pts().orElse(0) * base),
                rounded(packet.dts().orElse(0) * base),
                rounded(packet.duration().orElse(0) * base),
                packet.key(),
                packet.sha256());
    }

    /** To a hundredth of a millisecond. */
    private static double rounded(double seconds) {
        return Math.round(seconds * 1e5) / 1e5;
    }

    private static Map<Integer, Double> bases(Path file) {
        Map<Integer, Double> bases = new HashMap<>();
        FFMPEG.probe(List.of("-show_entries", "stream=index,time_base", "-of", "csv=p=0", file.toString()))
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    String[] fields = line.split("[,/]");
                    bases.put(
                            Integer.parseInt(fields[0]), Double.parseDouble(fields[1]) / Double.parseDouble(fields[2]));
                });
        return bases;
    }

    private static List<Packet> byTrack(List<Packet> packets) {
        return packets.stream().sorted(Comparator.comparingInt(Packet::track)).toList();
    }

    private static List<Packet> of(List<Packet> packets, int track) {
        return packets.stream().filter(packet -> packet.track() == track).toList();
    }

    /** Words and when they are shown; between them MP4 has empty samples. */
    private static List<String> texts(List<Packet> packets) {
        String empty = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
        return of(packets, 3).stream()
                .filter(packet -> !packet.sha256().equals(empty))
                .map(packet -> packet.shown() + " " + packet.sha256())
                .toList();
    }
}
