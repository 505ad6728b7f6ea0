package io.dayreel.systemtests.images;

import io.dayreel.systemtests.cloud.CloudLayout;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sizes of the images, and of their processes how long they start and what they hold when nothing happens, as a table in
 * Markdown. As {@code images/measure} runs it; the argument is a directory that does not exist yet.
 */
public final class ImageFiguresMain {
    private static final long MEMORY = 768L << 20;
    private static final int STARTS = 3;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private ImageFiguresMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        UnpackedLaunch.refused().ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        BuiltImages built = BuiltImages.into(Path.of("target/images").toAbsolutePath());
        UnpackedLaunch launch = UnpackedLaunch.of(built, directory.resolve("images"), MEMORY);
        Map<Service, Double> seconds = new EnumMap<>(Service.class);
        Map<Service, Long> idle = new EnumMap<>(Service.class);
        try (ProcessCloud cloud = ProcessCloud.start(directory.resolve("cloud"), CloudLayout.of(1, Map.of()), launch)) {
            for (Service service : Service.values()) {
                seconds.put(service, medianStart(cloud.instance(service, 0).process()));
            }
            new CountDownLatch(1).await(IDLE.toSeconds(), TimeUnit.SECONDS);
            for (Service service : Service.values()) {
                idle.put(service, cloud.instance(service, 0).process().residentKib());
            }
        }
        print(built, seconds, idle);
        System.exit(0);
    }

    /** Seconds from the start of the process until it says that it is ready, everything else being there. */
    private static double medianStart(ServiceProcess process) {
        double[] seconds = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            process.stop();
            long since = System.nanoTime();
            process.restart();
            seconds[i] = (System.nanoTime() - since) / 1e9;
        }
        java.util.Arrays.sort(seconds);
        return seconds[STARTS / 2];
    }

    private static void print(BuiltImages built, Map<Service, Double> seconds, Map<Service, Long> idle)
            throws IOException {
        System.out.println(
                "| image | compressed (MB) | ready after (s), median of " + STARTS + " | idle after a minute (MB) |");
        System.out.println("| --- | --- | --- | --- |");
        for (Service service : Service.values()) {
            String name = UnpackedLaunch.name(service);
            System.out.printf(
                    "| dayreel-%s | %.1f | %.1f | %.0f |%n",
                    name, megabytes(built.tar(name)), seconds.get(service), idle.get(service) * 1024 / 1e6);
        }
        System.out.printf("| dayreel-cli | %.1f | – | – |%n", megabytes(built.tar("cli")));
    }

    private static double megabytes(Path tar) throws IOException {
        return Files.size(tar) / 1e6;
    }
}
