package io.dayreel.cli.demo;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.socket.ServerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An installation on this machine that shows itself. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = "Show it on this machine, with sample footage as two cameras.",
        description = {
            "",
            "Starts an installation, sends the footage in samples/ over and over as the cameras front-door and car-park, with"
                    + " readings and events, and prints the address to open. Ctrl-C stops all of it; what was recorded"
                    + " stays in --data.",
            ""
        },
        footer = {"", "Examples:", "  dayreel demo", "  dayreel demo --port 9090 --data ~/dayreel-demo"})
public final class DemoCommand implements Callable<Integer> {
    private static final String TENANT = "demo";
    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final long STOP_WAIT_SECONDS = 25;

    @Mixin
    private Terminal terminal;

    @Option(names = "--port", defaultValue = "8080", paramLabel = "N", description = "HTTP port (default: 8080).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "Address to listen on (default: 127.0.0.1, this machine only).")
    private String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept (default: data/demo in the repository).")
    private Path data;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = home();
        Path directory = data == null ? home.resolve("data").resolve("demo") : data.toAbsolutePath();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "dayreel-cli-stop"));
        terminal.note("starting; what the server says goes to " + directory.resolve("server.log"));
        Path jar = home.resolve(Path.of("standalone", "target", "quarkus-app", "quarkus-run.jar"));
        try (ServerProcess server = ServerProcess.start(jar, host, port, directory)) {
            server.awaitReady();
            return record(server, home, directory);
        } finally {
            stopped.countDown();
        }
    }

    private int record(ServerProcess server, Path home, Path directory) throws IOException, InterruptedException {
        TokenIssuer issuer = new TokenIssuer(
                InstallationKeys.readPrivateKey(
                        InstallationKeys.in(directory.resolve("keys")).privateKey()),
                Clock.systemUTC());
        String address =
                "http://" + (host.equals("127.0.0.1") || host.equals("0.0.0.0") ? "localhost" : host) + ":" + port;
        ServerAddress cameras = ServerAddress.of(
                address, Optional.of(token(issuer, Role.DEVICE, DeviceScope.of("front-door", "car-park"))));
        Path samples = home.resolve("samples");
        Path spool = directory.resolve("cameras");
        try (DemoCamera door = DemoCamera.start(
                        cameras,
                        "front-door",
                        samples.resolve("one-by-one-person-detection.mp4"),
                        List.of("person", "door-opened"),
                        spool.resolve("front-door"),
                        terminal);
                DemoCamera park = DemoCamera.start(
                        cameras,
                        "car-park",
                        samples.resolve("car-detection.mp4"),
                        List.of("car", "motion"),
                        spool.resolve("car-park"),
                        terminal)) {
            tell(List.of(door, park), issuer, address);
            while (!stop.await(1, TimeUnit.SECONDS)) {
                if (server.awaitEnd(Duration.ZERO)) {
                    throw new IOException(
                            "the server stopped; its last words in " + server.log() + ":\n" + server.lastLines());
                }
            }
        }
        return 0;
    }

    private void tell(List<DemoCamera> cameras, TokenIssuer issuer, String address) {
        String open = address + "/#token=" + token(issuer, Role.VIEWER, DeviceScope.everyDevice());
        String own = token(issuer, Role.DEVICE, DeviceScope.of("my-camera"));
        String command = "./dayreel push rtsp://user:password@camera/stream --device my-camera \\\n    --server "
                + address + " --token " + own;
        terminal.result(
                String.join(
                        "\n",
                        "",
                        cameras.size() + " cameras are recording. Open",
                        "",
                        "  " + open,
                        "",
                        "Add your own camera (or a video file) with",
                        "",
                        "  " + command,
                        "",
                        "Ctrl-C stops the demo."),
                Map.of("open", open, "server", address, "deviceToken", own));
    }

    private static String token(TokenIssuer issuer, Role role, DeviceScope devices) {
        return issuer.issue("demo-" + role.claim(), TENANT, role, devices, VALIDITY);
    }

    private static Path home() throws IOException {
        String home = System.getProperty("dayreel.home");
        if (home == null) {
            throw new IOException("the demo needs the repository with its samples: start it with ./dayreel demo");
        }
        return Path.of(home);
    }

    private void stop() {
        stop.countDown();
        try {
            stopped.await(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
