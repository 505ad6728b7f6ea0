package io.dayreel.systemtests.device;

import io.dayreel.systemtests.cloud.Cloud;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code dayreel push} for cameras of the tenant {@code demo}, each with a spool of its own.
 *
 * @param directory where the spools lie
 */
public record Pusher(Cloud cloud, Path directory) {
    /**
     * Begins to send a clip; the caller closes the command. Its output goes to {@code target/processes}.
     *
     * @param options more of the command's
     */
    public Cli push(String device, Path clip, String... options) {
        return push(device, clip, List.of(options));
    }

    /** Likewise. */
    public Cli push(String device, Path clip, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("push", clip.toString(), "--device", device));
        arguments.addAll(List.of("--server", cloud.ingest().toString()));
        arguments.addAll(List.of("--token", cloud.tokens().device("demo", device)));
        arguments.addAll(List.of("--spool", directory.resolve("spool-" + device).toString()));
        arguments.addAll(options);
        return Cli.start(output(device), arguments.toArray(String[]::new));
    }

    /** Test classes run in two processes at a time and call their cameras alike. */
    private static Path output(String device) {
        long process = ProcessHandle.current().pid();
        return Path.of("target", "processes", "push-" + device + "-" + process + ".log");
    }
}
