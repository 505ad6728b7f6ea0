package io.dayreel.cli.push;

import io.dayreel.cli.device.Device;
import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.CapturedFrame;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Moves frames from a source into a device until the source ends or {@link #stop} is called. When the wall clock is set
 * under a camera, the run ends and the camera is opened anew, so that its times are right again.
 */
public final class Pushing {
    private final Opener opener;
    private final Device device;
    private final ClockWatch clock;
    private final boolean sealsDay;
    private volatile boolean stopped;
    private volatile Optional<CaptureSource> current = Optional.empty();

    /** Opens the source, each time anew. */
    @FunctionalInterface
    public interface Opener {
        CaptureSource open() throws IOException;
    }

    /** @param sealsDay whether the day is over for the device when this ends */
    public Pushing(Opener opener, Device device, InstantSource clock, boolean sealsDay) {
        this.opener = opener;
        this.device = device;
        this.clock = new ClockWatch(clock, System::nanoTime);
        this.sealsDay = sealsDay;
    }

    /** Returns when the source has ended or was stopped and its run's end is in the spool. */
    public void run() throws IOException, InterruptedException {
        boolean again = true;
        while (again && !stopped) {
            try (CaptureSource source = opener.open()) {
                current = Optional.of(source);
                again = drain(source);
            }
            end(again && !stopped);
        }
    }

    private void end(boolean clockWasSet) throws IOException, InterruptedException {
        String reason = stopped ? "shutdown" : "input-end";
        if (clockWasSet) {
            device.endRun("clock");
        } else if (sealsDay) {
            device.endDay(reason);
        } else {
            device.endRun(reason);
        }
    }

    /** @return whether the source must be opened again because the clock was set */
    private boolean drain(CaptureSource source) throws IOException, InterruptedException {
        boolean clockWasSet = false;
        Optional<CapturedFrame> frame = stopped ? Optional.empty() : source.next();
        while (frame.isPresent()) {
            device.add(frame.get());
            clockWasSet |= source.live() && clock.stepped();
            if (stopped || clockWasSet) {
                source.close(); // what it had captured and held back still comes
            }
            frame = source.next();
        }
        return clockWasSet;
    }

    /** From any thread: ends the run. */
    public void stop() {
        stopped = true;
        current.ifPresent(CaptureSource::close);
    }
}
