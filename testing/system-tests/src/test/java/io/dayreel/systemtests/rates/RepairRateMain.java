package io.dayreel.systemtests.rates;

import static org.awaitility.Awaitility.await;

import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final long HOLE = CAPTURED - 2 * EDGE;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(200);
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
        try {
            for (int i = 0; i < DEVICES; i++) {
                devices.add(connect(name(i)));
            }
            long[] doneNanos = new long[DEVICES];
            await().atMost(LIMIT).pollInterval(LOOK).until(() -> {
                for (int i = 0; i < DEVICES; i++) {
                    if (doneNanos[i] == 0 && isComplete(name(i))) {
                        doneNanos[i] = System.nanoTime();
                    }
                }
                return Arrays.stream(doneNanos).allMatch(nanos -> nanos != 0);
            });
            long first = Long.MAX_VALUE;
            double slowest = Double.MAX_VALUE;
            for (int i = 0; i < DEVICES; i++) {
                long asked = devices.get(i).firstAskedNanos().orElseThrow();
                first = Math.min(first, asked);
                slowest = Math.min(slowest, HOLE / seconds(asked, doneNanos[i]));
            }
            double all = seconds(first, Arrays.stream(doneNanos).max().orElseThrow());
            return " | %d | %d | %.1f | %.0f | %.0f |"
                    .formatted(DEVICES, DEVICES * HOLE, all, DEVICES * HOLE / all, slowest);
        } finally {
            devices.forEach(ResendingDevice::close);
        }
    }

    private static String name(int device) {
        return "cam" + device;
    }

    private static double seconds(long fromNanos, long toNanos) {
        return (toNanos - fromNanos) / 1e9;
    }

    private boolean isComplete(String device) {
        Rest sync = new Rest(cloud.sync(), cloud.tokens().viewer("demo"));
        return sync.get("/v1/devices/" + device + "/days/" + DAY + "/completeness")
                        .body()
                        .path("completeness")
                        .asDouble()
                == 1.0;
    }

    private ResendingDevice connect(String name) throws Exception {
        Camera camera = Camera.of("demo", name, DAY.toString());
        ResendingDevice device =
                ResendingDevice.connect(camera, cloud.ingest(), cloud.tokens().device("demo", name), CAPTURED);
        device.send(0, EDGE - 1, 10_000);
        device.send(CAPTURED - EDGE, CAPTURED - 1, 10_000);
        return device;
    }
}
