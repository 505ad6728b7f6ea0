package io.dayreel.systemtests.rates;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How fast holes are filled: devices miss a long hole in the middle of a day and send it when sync asks, on separate
 * processes. Prints a row for sync's default rates and one for rates that do not limit. As
 * {@code testing/system-tests/repair-rate} runs it; the argument is a directory that does not exist yet.
 */
public final class RepairRateMain {
    private static final int DEVICES = 4;
    private static final long CAPTURED = 30_000;
    private static final long EDGE = 500;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Day DAY = Day.parse("2026-03-01");

    private final ProcessCloud cloud;

    private RepairRateMain(ProcessCloud cloud) {
        this.cloud = cloud;
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        System.out.println("| rates | devices | frames filled | s | frames/s | of the slowest device |");
        System.out.println("|---|---|---|---|---|---|");
        measure("as set by default", directory.resolve("default"), Map.of());
        measure(
                "not limited",
                directory.resolve("unlimited"),
                Map.of("dayreel.sync.repair.device-rate", "100000", "dayreel.sync.repair.total-rate", "1000000"));
        System.exit(0);
    }

    private static void measure(String name, Path directory, Map<String, String> settings) throws Exception {
        try (ProcessCloud cloud = ProcessCloud.start(directory, 1, settings)) {
            System.out.println("| " + name + new RepairRateMain(cloud).row());
        }
    }

    private String row() throws Exception {
        List<ResendingDevice> devices = new ArrayList<>();
        Repairs all = new Repairs(0, Long.MAX_VALUE, 0);
        double slowest = Double.MAX_VALUE;
        try {
            for (int i = 0; i < DEVICES; i++) {
                devices.add(connect("cam" + i));
            }
            for (int i = 0; i < DEVICES; i++) {
                Repairs one = repairs("cam" + i);
                slowest = Math.min(slowest, one.rate());
                all = all.and(one);
            }
        } finally {
            devices.forEach(ResendingDevice::close);
        }
        return " | %d | %d | %.1f | %.0f | %.0f |".formatted(DEVICES, all.frames(), all.seconds(), all.rate(), slowest);
    }

    private ResendingDevice connect(String name) throws Exception {
        Camera camera = Camera.of("demo", name, DAY.toString());
        ResendingDevice device =
                ResendingDevice.connect(camera, cloud.ingest(), cloud.tokens().device("demo", name), CAPTURED);
        device.send(0, EDGE - 1, 10_000);
        device.send(CAPTURED - EDGE, CAPTURED - 1, 10_000);
        return device;
    }

    private Repairs repairs(String device) {
        Rest sync = new Rest(cloud.sync(), cloud.tokens().viewer("demo"));
        String day = "/v1/devices/" + device + "/days/" + DAY;
        await().atMost(LIMIT)
                .until(() -> sync.get(day + "/completeness")
                                .body()
                                .path("completeness")
                                .asDouble()
                        == 1.0);
        Repairs found = new Repairs(0, Long.MAX_VALUE, 0);
        for (JsonNode event : sync.get(day + "/repairs").body().path("events")) {
            long at = event.path("atMillis").asLong();
            switch (event.path("kind").asText()) {
                case "asked" -> found = found.and(new Repairs(0, at, at));
                case "healed" ->
                    found = found.and(new Repairs(event.path("frames").asLong(), at, at));
                default -> {}
            }
        }
        return found;
    }

    /** Frames that were filled, from the first request to the last that came. */
    private record Repairs(long frames, long fromMillis, long toMillis) {
        Repairs and(Repairs other) {
            return new Repairs(
                    frames + other.frames, Math.min(fromMillis, other.fromMillis), Math.max(toMillis, other.toMillis));
        }

        double seconds() {
            return (toMillis - fromMillis) / 1000.0;
        }

        double rate() {
            return frames / Math.max(0.001, seconds());
        }
    }
}
