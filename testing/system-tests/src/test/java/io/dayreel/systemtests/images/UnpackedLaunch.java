package io.dayreel.systemtests.images;

import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.testkit.process.ServiceCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Starts unpacked images with {@code images/start-unpacked}, where no container engine answers. */
public final class UnpackedLaunch extends ImageLaunch {
    private static final Path START = BuiltImages.scripts().resolve("start-unpacked");
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Map<String, UnpackedImage> images = new HashMap<>();
    private final long memoryBytes;

    private UnpackedLaunch(long memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    /** Why this machine cannot do it; empty if it can. */
    public static Optional<String> refused() {
        ShellCommand.Result probe = ShellCommand.run(LIMIT, List.of(START.toString(), "--probe"));
        return probe.status() == 0 ? Optional.empty() : Optional.of(probe.output());
    }

    /** @param directory where to unpack; does not exist yet @param memoryBytes limit of each process */
    public static UnpackedLaunch of(BuiltImages built, Path directory, long memoryBytes) throws IOException {
        UnpackedLaunch launch = new UnpackedLaunch(memoryBytes);
        for (Service service : Service.values()) {
            launch.unpack(built, name(service), directory);
        }
        launch.unpack(built, "cli", directory);
        return launch;
    }

    private void unpack(BuiltImages built, String name, Path directory) throws IOException {
        UnpackedImage image = UnpackedImage.of(built.tar(name), directory.resolve(name));
        // A container engine makes the places at which it mounts.
        Files.createDirectories(image.root().resolve("etc/dayreel/keys"));
        images.put(name, image);
    }

    static String name(Service service) {
        return service.name().toLowerCase(Locale.ROOT);
    }

    /** What an image says of itself. */
    UnpackedImage image(Service service) {
        return images.get(name(service));
    }

    @Override
    ServiceCommand start(Instance instance, Path state, Map<String, String> environment) {
        List<String> arguments = arguments(images.get(name(instance.service())), state, environment);
        return ServiceCommand.program(instance.id(), START).arguments(arguments.toArray(String[]::new));
    }

    @Override
    ShellCommand.Result runCommand(Path state, Map<String, String> environment, String... more) {
        List<String> line = new ArrayList<>(List.of(START.toString()));
        line.addAll(arguments(images.get("cli"), state, environment));
        line.addAll(List.of(more));
        return ShellCommand.run(LIMIT, line);
    }

    private List<String> arguments(UnpackedImage image, Path state, Map<String, String> environment) {
        List<String> arguments = new ArrayList<>(List.of(
                "--root", image.root().toString(),
                "--state", state.toString(),
                "--keys", keysOfServices().toString(),
                "--memory", Long.toString(memoryBytes),
                "--user", image.user(),
                "--workdir", image.workingDirectory()));
        image.environment().forEach(each -> arguments.addAll(List.of("--env", each)));
        environment.forEach((name, value) -> arguments.addAll(List.of("--env", name + "=" + value)));
        arguments.add("--");
        arguments.addAll(image.commandLine());
        return arguments;
    }

    @Override
    public void close() {
        // Mounts end with the processes.
    }
}
