package io.dayreel.cli.watch;

import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.ServerOptions;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.FrameView;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A device's frames, live and past. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        header = "Watch a device: frames into a file, or a stream for a player.",
        description = {
            "",
            "Begins live, or in the past and goes on until live. A broken connection is opened again: no frame comes twice"
                    + " and none is left out.",
            ""
        },
        footer = {
            "",
            "Formats: frames (as sent, for 'inspect'), json (telemetry and events), video, audio; or one of h264, h265,",
            "aac, pcm, ivf (VP8, VP9, AV1) if it must be that. Opus can be written as frames only.",
            "",
            "Examples:",
            "  dayreel watch --device yard --format video | ffplay -",
            "  dayreel watch --device yard --from 2026-11-21T10:00:00Z --to 2026-11-21T10:05:00Z --output five.frames",
            "  dayreel watch --device bike --format json --from start"
        })
public final class WatchCommand implements Callable<Integer> {
    private static final long STOP_WAIT_SECONDS = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Terminal terminal;

    @Option(names = "--device", required = true, paramLabel = "NAME", description = "The device to watch.")
    private String device;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "live",
            description = "live (default), start, a time like 2026-11-21T10:00:00Z, or day/run/counter.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Capture time to end at (default: for ever).")
    private String to;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "Where to (default: -, standard output).")
    private String output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "frames",
            description = "See below (default: frames).")
    private OutputFormat format;

    @Option(names = "--track", paramLabel = "N", description = "Only this track; repeat for more.")
    private List<Integer> tracks;

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "max",
            description = "Pace of the past: 0.25 to 16, or max (default), as fast as it is read.")
    private String speed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WatchRequest request = request();
        boolean standardOutput = output.equals("-");
        OutputStream raw =
                standardOutput ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(Path.of(output));
        CountDownLatch done = new CountDownLatch(1);
        Counted sink;
        try (OutputStream out = new PipeStream(new BufferedOutputStream(raw, 1 << 16))) {
            sink = new Counted(sink(out));
            Watching watching = new Watching(request, sink, notes());
            Thread hook = new Thread(() -> stop(watching, done), "dayreel-cli-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            watching.run();
        } catch (PipeStream.ReaderGone gone) {
            return 0; // as with any filter: who reads has seen enough
        } finally {
            done.countDown();
        }
        if (!standardOutput) {
            terminal.result(
                    sink.frames + " frames, " + Quantities.shown(sink.bytes) + ", in " + output,
                    Map.of("frames", sink.frames, "bytes", sink.bytes, "output", output));
        }
        return 0;
    }

    private WatchRequest request() {
        Optional<Instant> end = Optional.ofNullable(to).map(text -> usage(() -> Quantities.instant("--to", text)));
        if (!from.equals("live") && !from.equals("start") && from.indexOf('/') < 0) {
            usage(() -> Quantities.instant("--from", from));
        }
        List<Integer> some = tracks == null ? List.of() : tracks;
        boolean player = format.isElementary() && output.equals("-");
        return new WatchRequest(server.address(), device, from, end, some, speed, !player);
    }

    private <T> T usage(Supplier<T> value) {
        try {
            return value.get();
        } catch (RuntimeException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private FrameSink sink(OutputStream out) {
        if (format == OutputFormat.FRAMES) {
            return new FramesSink(out);
        }
        if (format == OutputFormat.JSON) {
            return new JsonSink(out);
        }
        Optional<Integer> track =
                tracks == null ? Optional.empty() : tracks.stream().findFirst();
        return new ElementarySink(format, track, out);
    }

    private Watching.Notes notes() {
        return new Watching.Notes() {
            @Override
            public void reconnecting(String reason) {
                terminal.note(reason + "; trying again");
            }

            @Override
            public void warning(String text) {
                terminal.note(text);
            }
        };
    }

    private static void stop(Watching watching, CountDownLatch done) {
        watching.stop();
        try {
            done.await(STOP_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts on the way, and shows it. */
    private final class Counted implements FrameSink {
        private final FrameSink to;
        private long frames;
        private long bytes;
        private long shownNanos = System.nanoTime();

        Counted(FrameSink to) {
            this.to = to;
        }

        @Override
        public void frame(FrameView frame) throws IOException {
            frames++;
            bytes += frame.length();
            to.frame(frame);
        }

        @Override
        public void configuration(ViewerMessage.Configuration configuration) throws IOException {
            to.configuration(configuration);
        }

        @Override
        public void flush() throws IOException {
            to.flush();
            if (!output.equals("-") && System.nanoTime() - shownNanos > 500_000_000L) {
                shownNanos = System.nanoTime();
                terminal.progress(() -> frames + " frames, " + Quantities.shown(bytes));
            }
        }
    }
}
