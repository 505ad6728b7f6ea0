package io.dayreel.cli.push;

import io.dayreel.cli.commandline.ByteCount;
import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.ServerOptions;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.device.Device;
import io.dayreel.cli.device.DeviceSettings;
import io.dayreel.cli.device.DeviceSpool;
import io.dayreel.cli.source.CaptionsSource;
import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.JsonLinesInput;
import io.dayreel.cli.source.JsonLinesSource;
import io.dayreel.cli.source.MergedSource;
import io.dayreel.cli.source.PacedSource;
import io.dayreel.contracts.device.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A file or camera becomes a device. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        header = "Send a file or camera as a device.",
        description = {
            "",
            "Takes the pictures and sound as they are, without re-encoding. Frames lie in a spool on disk until the"
                    + " installation has acknowledged them; a broken connection is opened again and nothing is left out."
                    + " A camera that fails is tried again for ever.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dayreel push video.mp4 --device front-door",
            "  dayreel push rtsp://camera.local/stream --device yard --wants archived",
            "  dayreel push rtsp://camera.local/main --sub rtsp://camera.local/sub --device yard",
            "  dayreel push video.mp4 --device yard --start-time 2026-11-21T08:00:00Z --fast",
            "  dayreel push video.mp4 --device cam --transport udp --loss 0.1 --reorder --duplicate --seal-day",
            "  dayreel push video.mp4 --device talk --captions talk.de.srt:de --captions talk.en.vtt:en",
            "  sensors | dayreel push video.mp4 --device bike --loop --telemetry -"
        })
public final class PushCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(5);
    private static final long STOP_WAIT_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Mixin
    private RouteOptions route;

    @Mixin
    private Terminal terminal;

    @Mixin
    private SourceOptions source;

    @Mixin
    private CaptionOptions captions;

    @Option(names = "--device", required = true, paramLabel = "NAME", description = "The device to send as.")
    private String device;

    @Option(
            names = "--telemetry",
            paramLabel = "FILE",
            description = "JSON lines to send along; - for standard input. A line's \"time\" is RFC 3339 or seconds"
                    + " from the start; without one it happens when it is read.")
    private String telemetry;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "Events as JSON lines, each with a \"type\"; - for standard input.")
    private String events;

    @Option(
            names = "--wants",
            paramLabel = "LEVEL",
            defaultValue = "received",
            description = "received, replicated or archived: how safe a frame must be before the spool gives it up"
                    + " (default: received).")
    private Level wants;

    @Option(names = "--spool", paramLabel = "DIR", description = "Where frames wait (default: ~/.dayreel/spool/NAME).")
    private Path spool;

    @Option(
            names = "--spool-size",
            paramLabel = "SIZE",
            defaultValue = "2G",
            description = "Most that may wait (default: 2G). A file then waits; of a camera the oldest frames are given"
                    + " up and declared gone.")
    private ByteCount spoolSize;

    @Option(
            names = "--seal-day",
            description = "Say at the end, of the input or by Ctrl-C, that nothing more of the day follows, so that it"
                    + " can be sealed. At midnight the day that is over is sealed in any case.")
    private boolean sealDay;

    @Override
    public Integer call() throws IOException, InterruptedException {
        InstantSource clock = Clock.systemUTC();
        CaptureInputs inputs = source.inputs(clock);
        List<CaptionsSource.Captions> texts = captions.read();
        DeviceSpool opened = DeviceSpool.open(spoolDirectory(), spoolSize.bytes());
        DeviceSettings settings = settings(inputs);
        CountDownLatch done = new CountDownLatch(1);
        try (Device sending = Device.start(settings, opened, new PushNotes(terminal))) {
            Pushing pushing = new Pushing(() -> open(inputs, texts, clock), sending, clock, sealDay);
            Thread hook = new Thread(() -> stop(pushing, done), "dayreel-cli-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            ProgressLine progress = new ProgressLine(terminal, sending);
            try {
                pushing.run();
                boolean all = awaitAcknowledged(sending, hook);
                report(sending, all);
                return all ? 0 : 1;
            } finally {
                progress.close();
                done.countDown();
            }
        }
    }

    private DeviceSettings settings(CaptureInputs inputs) {
        try {
            DeviceSettings settings =
                    DeviceSettings.of(server.address(), device, wants).by(route.route(wants));
            return inputs.live() ? settings.forCamera() : settings;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--device: " + e.getMessage(), e);
        }
    }

    private Path spoolDirectory() {
        return spool != null ? spool : Path.of(System.getProperty("user.home"), ".dayreel", "spool", device);
    }

    private CaptureSource open(CaptureInputs inputs, List<CaptionsSource.Captions> texts, InstantSource clock)
            throws IOException {
        PushNotes notes = new PushNotes(terminal);
        List<CaptureSource> sources = new ArrayList<>(inputs.open(clock, notes));
        Instant start = inputs.start().orElseGet(clock::instant);
        if (telemetry != null) {
            sources.add(
                    JsonLinesSource.telemetry(lines(telemetry, JsonLinesInput.TELEMETRY_TRACK, start), clock, notes));
        }
        if (events != null) {
            sources.add(JsonLinesSource.events(lines(events, JsonLinesInput.EVENT_TRACK, start), clock, notes));
        }
        sources.addAll(CaptionOptions.open(texts, start));
        CaptureSource merged = sources.size() == 1 ? sources.get(0) : new MergedSource(sources, PATIENCE);
        return inputs.paced() ? new PacedSource(merged, clock) : merged;
    }

    private static JsonLinesInput lines(String file, int track, Instant start) throws IOException {
        boolean standardInput = file.equals("-");
        InputStream stream = standardInput ? System.in : Files.newInputStream(Path.of(file));
        return new JsonLinesInput(stream, track, start, standardInput);
    }

    /** A file is done when all of it is safe; after Ctrl-C only a little time is left, and the spool keeps the rest. */
    private boolean awaitAcknowledged(Device sending, Thread hook) throws IOException, InterruptedException {
        boolean all = sending.awaitAcknowledged(LAST_ACKNOWLEDGEMENTS);
        while (!all && hook.getState() == Thread.State.NEW) {
            all = sending.awaitAcknowledged(Duration.ofSeconds(1));
        }
        return all;
    }

    private void report(Device sending, boolean all) {
        Device.Standing standing = sending.standing();
        String text = "sent " + standing.frames() + " frames, " + Quantities.shown(standing.bytes()) + ", as " + device
                + (all
                        ? ", all " + wants.name().toLowerCase(Locale.ROOT)
                        : "; " + standing.unacknowledged() + " wait in the spool for the next time");
        terminal.result(
                text,
                Map.of(
                        "device", device,
                        "frames", standing.frames(),
                        "bytes", standing.bytes(),
                        "unacknowledged", standing.unacknowledged(),
                        "level", wants));
    }

    private static void stop(Pushing pushing, CountDownLatch done) {
        pushing.stop();
        try {
            done.await(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
