package io.dayreel.streamer.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.access.Role;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A streamer as a process of its own that is told to stop. */
class StreamerStopIT {
    private final StreamerSurroundingsResource surroundings = new StreamerSurroundingsResource();

    @TempDir
    Path directory;

    @AfterEach
    void stopSurroundings() {
        surroundings.stop();
    }

    @Test
    void viewersOfAStreamerThatStopsAreToldToConnectAgain() {
        Map<String, String> settings = surroundings.start();
        Camera camera = Camera.of("demo", "porch", "2026-11-20");
        surroundings.cloud().send(camera.stream(), camera.sends(0, 9), 1);
        try (ServiceProcess streamer = command(settings).start();
                SocketViewer viewer = SocketViewer.open(address(settings), token())) {
            viewer.awaitMessage("\"type\":\"live\"");

            streamer.stop();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> viewer.closeCode() != 0);
            assertThat(viewer.closeCode()).isEqualTo(1012);
        }
    }

    private ServiceCommand command(Map<String, String> settings) {
        int port = Integer.parseInt(settings.get("quarkus.http.test-port"));
        ServiceCommand command = ServiceCommand.jar("streamer", Path.of("target/quarkus-app/quarkus-run.jar"))
                .outputTo(directory.resolve("streamer.log"))
                .property("quarkus.http.host", "127.0.0.1")
                .property("quarkus.http.port", Integer.toString(port))
                .property("quarkus.management.port", "0")
                .readyWhen(Readiness.logLine("Listening on: http"));
        settings.forEach(command::property);
        return command;
    }

    private static URI address(Map<String, String> settings) {
        return URI.create("ws://127.0.0.1:" + settings.get("quarkus.http.test-port")
                + "/v1/devices/porch/watch?from=start&speed=max");
    }

    private String token() {
        return StreamerSurroundingsResource.token(surroundings.issuer(), "demo", Role.VIEWER);
    }
}
