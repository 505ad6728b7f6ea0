package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every registered route wants a token, and one tenant sees nothing of another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessST {
    private static final String TODAY = Day.of(Instant.now()).toString();
    private static final String DEVICE = "secret-cam";

    private static final List<String> PLAYERS = List.of(
            "hls.m3u8",
            "hls.m3u8?day=" + TODAY,
            "hls/live/v0.m3u8",
            "hls/live/v0/1-2-3.m4s",
            "hls/past/v0.m3u8?day=" + TODAY,
            "media/" + TODAY + "/v0/1-2-3.m4s",
            "dash.mpd",
            "dash.mpd?day=" + TODAY,
            "dash/live/v0/1-1.m4s",
            "dash/past/v0/0-1.m4s?rev=1&day=" + TODAY,
            "dash/thumbnails/1-2000/1.jpg");

    private StandaloneCloud cloud;
    private List<Route> routes;

    private record Route(String method, String path) {}

    @BeforeAll
    void start(@TempDir Path data) {
        cloud = StandaloneCloud.start(data);
        new LedgerDevice(
                        Camera.of("acme", DEVICE, TODAY),
                        cloud::ingest,
                        cloud.tokens().device("acme", DEVICE),
                        Level.RECEIVED)
                .sendsUntilAcknowledged(0, 99, 0, Duration.ofSeconds(60));
        routes = routes();
    }

    @AfterAll
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Covers("B7")
    @Test
    void everyRouteWithoutATokenAnswers401() {
        Rest nobody = new Rest(cloud.address(), "");

        for (Route route : routes) {
            assertThat(nobody.call(route.method(), route.path()).status())
                    .as("%s %s without a token", route.method(), route.path())
                    .isEqualTo(route.path().startsWith("/v1/ingest") ? CloseCode.NOT_AUTHORISED : 401);
        }
    }

    @Covers("B7")
    @Test
    void everyRouteOfAnotherTenantsDeviceAnswers404() {
        Rest stranger = new Rest(cloud.address(), cloud.tokens().operator("other", "other-cam"));
        Rest mighty = new Rest(cloud.address(), cloud.tokens().operator("other"));

        for (Route route : routes) {
            if (route.path().contains("/" + DEVICE)) {
                assertThat(stranger.call(route.method(), route.path()).status())
                        .as("%s %s of another tenant", route.method(), route.path())
                        .isEqualTo(404);
            }
            // A token for all devices of its tenant may send as a new one: that is a device of its own tenant.
            if (route.path().contains("/" + DEVICE) && !route.method().equals("POST")) {
                assertThat(mighty.call(route.method(), route.path()).status())
                        .as("%s %s of another tenant", route.method(), route.path())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void theListOfDevicesHoldsTheCallersOnly() {
        Rest stranger = new Rest(cloud.address(), cloud.tokens().viewer("other"));

        JsonNode devices = stranger.get("/v1/devices").body().path("devices");

        assertThat(devices.isArray()).isTrue();
        assertThat(devices).isEmpty();
    }

    /** What the server itself documents, the two WebSockets, which OpenAPI cannot describe, HLS and DASH. */
    private List<Route> routes() {
        JsonNode paths = new Rest(cloud.address(), "")
                .get("/q/openapi?format=json")
                .body()
                .path("paths");
        List<Route> found = new ArrayList<>();
        paths.properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (path.getKey().startsWith("/v1")) {
                found.add(new Route(method.toUpperCase(Locale.ROOT), concrete(path.getKey())));
            }
        }));
        found.add(new Route(Rest.UPGRADE, "/v1/ingest?device=" + DEVICE));
        found.add(new Route(Rest.UPGRADE, concrete("/v1/devices/{device}/watch")));
        for (String path : PLAYERS) {
            found.add(new Route("GET", concrete("/v1/devices/{device}/" + path)));
        }
        assertThat(found).as("registered routes").hasSizeGreaterThan(10);
        return found;
    }

    private static String concrete(String template) {
        String path =
                template.replace("{device}", DEVICE).replace("{day}", TODAY).replaceAll("\\{[^}]+}", "x");
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last) {
            case "frames", "clip.mp4", "thumbnails.json", "thumbnails.jpg" ->
                path + "?from=" + TODAY + "T00:00:00Z&to=" + TODAY + "T01:00:00Z";
            case "thumbnail.jpg" -> path + "?at=" + TODAY + "T00:00:00Z";
            default -> path;
        };
    }
}
