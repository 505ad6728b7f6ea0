package io.dayreel.cli.demo;

import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.device.Device;
import io.dayreel.cli.device.DeviceSettings;
import io.dayreel.cli.device.DeviceSpool;
import io.dayreel.cli.push.PushNotes;
import io.dayreel.cli.push.Pushing;
import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.FfmpegInput;
import io.dayreel.cli.source.FfmpegProgram;
import io.dayreel.cli.source.FfmpegSource;
import io.dayreel.cli.source.MergedSource;
import io.dayreel.cli.source.PacedSource;
import io.dayreel.contracts.device.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Sample footage in a loop as a camera, on a thread of its own. */
final class DemoCamera implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(3);
    private static final long SPOOL_BYTES = 256L << 20;

    private final String name;
    private final Terminal terminal;
    private final Device device;
    private final Pushing pushing;
    private final Thread thread;

    private DemoCamera(String name, Terminal terminal, Device device, Pushing pushing) {
        this.name = name;
        this.terminal = terminal;
        this.device = device;
        this.pushing = pushing;
        this.thread = new Thread(this::run, "dayreel-cli-" + name);
    }

    /**
     * @param footage a file that plays over and over
     * @param events what happens now and then
     * @param spool where frames wait
     */
    static DemoCamera start(
            ServerAddress server, String name, Path footage, List<String> events, Path spool, Terminal terminal)
            throws IOException {
        InstantSource clock = InstantSource.system();
        PushNotes notes = new PushNotes(terminal);
        Device device = Device.start(
                DeviceSettings.of(server, name, Level.RECEIVED), DeviceSpool.open(spool, SPOOL_BYTES), notes);
        Pushing.Opener opener = () -> source(footage, events, clock, notes);
        DemoCamera camera = new DemoCamera(name, terminal, device, new Pushing(opener, device, clock, false));
        camera.thread.setDaemon(true);
        camera.thread.start();
        return camera;
    }

    private static CaptureSource source(Path footage, List<String> events, InstantSource clock, PushNotes notes)
            throws IOException {
        Instant start = clock.instant();
        FfmpegInput input = FfmpegInput.of(footage.toString()).looped().startingAt(start);
        CaptureSource pictures = new FfmpegSource(FfmpegProgram.locate(System.getenv()), input, clock, notes);
        CaptureSource sensors = new SampleSensors(start, events);
        return new PacedSource(new MergedSource(List.of(pictures, sensors), PATIENCE), clock);
    }

    private void run() {
        try {
            pushing.run();
        } catch (IOException e) {
            terminal.note(name + " stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the run and gives the server a moment to acknowledge it. */
    @Override
    public void close() throws IOException {
        pushing.stop();
        try {
            thread.join(LAST_ACKNOWLEDGEMENTS.toMillis());
            device.awaitAcknowledged(LAST_ACKNOWLEDGEMENTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            device.close();
        }
    }
}
