package io.dayreel.cli.pipe;

import io.dayreel.cli.commandline.ProgressLine;
import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.ServerOptions;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.device.Device;
import io.dayreel.cli.device.DeviceSettings;
import io.dayreel.cli.device.DeviceSpool;
import io.dayreel.cli.push.PushNotes;
import io.dayreel.contracts.device.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Standard input into a channel. */
@Command(
        name = "write",
        mixinStandardHelpOptions = true,
        header = "Send standard input into a channel.",
        description = {
            "",
            "Any bytes, exact to the last one; the end of the input is the end of the output of 'dayreel read'. Returns when"
                    + " all of it is safe. A channel is a device: the token must allow to send as it.",
            ""
        },
        footer = {"", "Examples:", "  tar c photos | dayreel write backup", "  tail -f app.log | dayreel write app-log"
        })
public final class WriteCommand implements Callable<Integer> {
    private static final long SPOOL_BYTES = 256L << 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Terminal terminal;

    @Parameters(paramLabel = "CHANNEL", description = "Name of the channel.")
    private String channel;

    @Option(
            names = "--wants",
            paramLabel = "LEVEL",
            defaultValue = "received",
            description = "received (default), replicated or archived: how safe it must be.")
    private Level wants;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description = "Where bytes wait, 256 MiB at most (default: ~/.dayreel/spool/CHANNEL).")
    private Path spool;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = spool != null ? spool : Path.of(System.getProperty("user.home"), ".dayreel", "spool", channel);
        DeviceSpool opened = DeviceSpool.open(directory, SPOOL_BYTES);
        try (Device device = Device.start(settings(), opened, new PushNotes(terminal))) {
            ProgressLine progress = new ProgressLine(terminal, () -> PushNotes.progress(device.standing()));
            long bytes;
            try {
                bytes = new PipeWriter(device, Clock.systemUTC()).write(System.in);
                while (!device.awaitAcknowledged(Duration.ofMinutes(1))) {
                    terminal.note(device.standing().unacknowledged() + " frames are not yet acknowledged; waiting");
                }
            } finally {
                progress.close();
            }
            if (terminal.isJson()) {
                terminal.result("", Map.of("channel", channel, "bytes", bytes));
            } else {
                terminal.note("wrote " + Quantities.shown(bytes) + " to " + channel);
            }
            return 0;
        }
    }

    private DeviceSettings settings() {
        try {
            return DeviceSettings.of(server.address(), channel, wants);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "CHANNEL: " + e.getMessage(), e);
        }
    }
}
