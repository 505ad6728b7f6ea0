package io.dayreel.systemtests.images;

import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.testkit.process.ServiceCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts images with {@code docker}, as the chart's pods run them: read-only, without capabilities, /tmp in memory. */
public final class DockerLaunch extends ImageLaunch {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern LOADED = Pattern.compile("Loaded image: (\\S+)");

    private final Map<String, String> names = new HashMap<>();
    private final ConcurrentLinkedQueue<String> containers = new ConcurrentLinkedQueue<>();
    private final long memoryBytes;

    private DockerLaunch(long memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    /** Whether an engine answers. */
    public static boolean answers() {
        return ShellCommand.run(Duration.ofSeconds(15), List.of("docker", "version", "--format", "{{.Server.Version}}"))
                        .status()
                == 0;
    }

    /** Loads the images. @param memoryBytes limit of each container */
    public static DockerLaunch of(BuiltImages built, long memoryBytes) {
        DockerLaunch launch = new DockerLaunch(memoryBytes);
        for (Service service : Service.values()) {
            launch.load(built, UnpackedLaunch.name(service));
        }
        launch.load(built, "cli");
        return launch;
    }

    private void load(BuiltImages built, String name) {
        String output = ShellCommand.run(
                        LIMIT, List.of("docker", "load", "-i", built.tar(name).toString()))
                .orFail("docker load")
                .output();
        Matcher loaded = LOADED.matcher(output);
        if (!loaded.find()) {
            throw new IllegalStateException("docker load said: " + output);
        }
        names.put(name, loaded.group(1));
    }

    @Override
    ServiceCommand start(Instance instance, Path state, Map<String, String> environment) {
        String container =
                "dayreel-test-" + instance.id() + "-" + ProcessHandle.current().pid();
        containers.add(container);
        List<String> line = line(container, UnpackedLaunch.name(instance.service()), state, environment);
        return ServiceCommand.program(instance.id(), Path.of(line.get(0)))
                .arguments(line.subList(1, line.size()).toArray(String[]::new));
    }

    @Override
    ShellCommand.Result runCommand(Path state, Map<String, String> environment, String... arguments) {
        String container = "dayreel-test-cli-" + ProcessHandle.current().pid();
        containers.add(container);
        List<String> line = line(container, "cli", state, environment);
        line.addAll(List.of(arguments));
        return ShellCommand.run(LIMIT, line);
    }

    private List<String> line(String container, String image, Path state, Map<String, String> environment) {
        List<String> line = new ArrayList<>(List.of(
                "docker",
                "run",
                "--rm",
                "--name",
                container,
                "--network",
                "host",
                "--read-only",
                "--tmpfs",
                "/tmp:exec"));
        line.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
        line.addAll(List.of("--memory", Long.toString(memoryBytes)));
        line.addAll(List.of("-v", state.toAbsolutePath() + ":/var/lib/dayreel"));
        line.addAll(List.of("-v", keysOfServices().toAbsolutePath() + ":/etc/dayreel/keys:ro"));
        environment.forEach((name, value) -> line.addAll(List.of("-e", name + "=" + value)));
        line.add(names.get(image));
        return line;
    }

    /** Ends what a killed client has left. */
    @Override
    public void close() {
        containers.forEach(each -> ShellCommand.run(LIMIT, List.of("docker", "rm", "-f", each)));
    }
}
