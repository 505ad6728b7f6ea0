package io.dayreel.systemtests.players;

import static org.awaitility.Awaitility.await;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.systemtests.cloud.CloudLayout;
import io.dayreel.systemtests.cloud.Links;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.players.PlayerPage.Wish;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.systemtests.viewer.SeenFrame;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.FrameCodedVideo;
import io.dayreel.testkit.net.FaultProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far behind live players of others are, and how often they stall: hls.js and Shaka Player, one after the other, each
 * first with two streamers that live, then while each of the two is killed once, so that one of them is the owner. As
 * {@code testing/system-tests/hls-latency} runs it; the arguments are a directory that does not exist yet, the minutes of a
 * row in which both live, and those of a row in which they are killed.
 */
public final class PlayersMain {
    private static final int FRAMES_PER_SECOND = 25;
    private static final long MICROS_PER_FRAME = 1_000_000L / FRAMES_PER_SECOND;
    private static final String DEVICE = "coded";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final ProcessCloud cloud;
    private final URI balancer;
    private final long firstMicros;

    private PlayersMain(ProcessCloud cloud, URI balancer, long firstMicros) {
        this.cloud = cloud;
        this.balancer = balancer;
        this.firstMicros = firstMicros;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        Duration living = minutes(arguments[1]);
        Duration killed = minutes(arguments[2]);
        Duration both = living.plus(killed).plusSeconds(90);
        int seconds = (int) both.multipliedBy(PlayerKind.ofHls().size()).toSeconds();
        Path clip = FrameCodedVideo.of(FRAMES_PER_SECOND * seconds)
                .withAudio()
                .create(Ffmpeg.find(), directory.resolve("coded.mp4"));
        Map<Service, Integer> copies = new EnumMap<>(Map.of(Service.STREAMER, 2));
        CloudLayout layout = new CloudLayout(copies, Map.of(), Map.of(), Links.direct());
        try (ProcessCloud cloud = ProcessCloud.start(directory.resolve("cloud"), layout);
                FaultProxy balancer = balancer(cloud);
                Cli camera = push(cloud, clip, directory)) {
            URI address = URI.create("http://127.0.0.1:" + balancer.port());
            PlayersMain players = new PlayersMain(cloud, address, firstPictureMicros(cloud));
            System.out.println(LiveFigures.HEAD);
            for (PlayerKind kind : PlayerKind.ofHls()) {
                System.out.println(players.row(kind, living, false));
                System.out.println(players.row(kind, killed, true));
            }
            if (!camera.isRunning()) {
                System.out.println("The camera ended before its time:\n" + camera.text());
            }
        }
        System.exit(0);
    }

    private static Duration minutes(String text) {
        return Duration.ofSeconds(Math.round(60 * Double.parseDouble(text)));
    }

    private String row(PlayerKind kind, Duration length, boolean kill) {
        try (Browser browser = Browser.launch()) {
            Wish wish = Wish.of(
                            "/v1/devices/" + DEVICE + "/hls.m3u8",
                            cloud.tokens().viewer("demo"))
                    .seenEvery(LOOK);
            PlayerPage page = PlayerPage.open(browser, kind, balancer, wish).playsWithin(LIMIT);
            if (kill) {
                for (int instance = 0; instance < 2; instance++) {
                    pass(length.dividedBy(3));
                    cloud.instance(Service.STREAMER, instance).process().kill9();
                    cloud.instance(Service.STREAMER, instance).process().restart();
                }
                pass(length.dividedBy(3));
            } else {
                pass(length);
            }
            LiveFigures figures = LiveFigures.of(page.seen(), firstMicros, MICROS_PER_FRAME);
            figures.seen().errors().stream().limit(20).forEach(System.err::println);
            return figures.row(kind, kill ? "each killed once" : "both live");
        }
    }

    private static void pass(Duration time) {
        await().atMost(time.plusSeconds(10)).pollDelay(time).until(() -> true);
    }

    private static FaultProxy balancer(ProcessCloud cloud) {
        List<InetSocketAddress> streamers = IntStream.range(0, cloud.copies(Service.STREAMER))
                .mapToObj(index -> new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        cloud.instance(Service.STREAMER, index).address().getPort()))
                .toList();
        return FaultProxy.over(streamers, 0);
    }

    private static Cli push(ProcessCloud cloud, Path clip, Path directory) {
        return Cli.start(
                directory.resolve("push.log"),
                "push",
                clip.toString(),
                "--device",
                DEVICE,
                "--server",
                cloud.ingest().toString(),
                "--token",
                cloud.tokens().device("demo", DEVICE),
                "--spool",
                directory.resolve("spool").toString());
    }

    private static long firstPictureMicros(ProcessCloud cloud) {
        return await().atMost(LIMIT).ignoreExceptions().until(() -> firstPicture(cloud), time -> time > 0);
    }

    private static long firstPicture(ProcessCloud cloud) {
        String token = cloud.tokens().viewer("demo");
        try (RecordingViewer viewer = RecordingViewer.watch(cloud.streamer(), token, DEVICE, "from=start")) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> viewer.frames().stream().anyMatch(frame -> frame.type() == FrameType.VIDEO));
            return viewer.frames().stream()
                    .filter(frame -> frame.type() == FrameType.VIDEO)
                    .mapToLong(SeenFrame::timeMicros)
                    .min()
                    .orElseThrow();
        }
    }
}
