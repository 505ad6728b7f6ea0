package io.dayreel.systemtests.upgrade;

import io.dayreel.systemtests.cloud.Launch;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.images.ImageLaunch;
import io.dayreel.systemtests.images.NoImagesHereException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Replaces instances while devices send and viewers watch, and prints what viewers noticed: as
 * {@code testing/system-tests/rolling-upgrade} runs it. Arguments: a directory that does not exist yet, devices, viewers,
 * and steps ({@code upgrade:SERVICE}, {@code kill:SERVICE}); without steps, all upgrades.
 */
public final class UpgradeMain {
    private static final long MEMORY = 768L << 20;

    private UpgradeMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Service.requireBuilt();
        List<String> steps = arguments.length > 3
                ? Arrays.asList(arguments).subList(3, arguments.length)
                : Arrays.stream(Service.values())
                        .map(service -> "upgrade:" + service)
                        .toList();
        Path directory = Path.of(arguments[0]).toAbsolutePath();
        Map<String, String> settings = Map.of("dayreel.writer.segment-max-age", "PT15S");
        try (ProcessCloud cloud =
                        ProcessCloud.start(directory.resolve("cloud"), UpgradeRun.layout(settings), launch(directory));
                UpgradeRun run = UpgradeRun.start(
                        cloud, directory, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))) {
            for (String step : steps) {
                step(run, step.split(":"));
            }
            run.finish();
        }
        System.exit(0);
    }

    private static Launch launch(Path directory) throws IOException, NoImagesHereException {
        return ImageLaunch.here(directory.resolve("images"), MEMORY).withJavaOptions(ImageLaunch.MANY_ON_ONE_MACHINE);
    }

    private static void step(UpgradeRun run, String[] step) {
        Service service = Service.valueOf(step[1].toUpperCase(Locale.ROOT));
        switch (step[0]) {
            case "upgrade" -> run.upgrade(service);
            case "kill" -> run.kill(service, 0);
            default -> throw new IllegalArgumentException("a step is upgrade:SERVICE or kill:SERVICE, not " + step[0]);
        }
    }
}
