package io.dayreel.cli.push;

import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.device.Device;
import io.dayreel.cli.device.DeviceListener;
import io.dayreel.cli.device.RunId;
import io.dayreel.cli.source.SourceListener;
import io.dayreel.protocol.ranges.CounterRanges;
import java.time.Duration;

/** Says on standard error what a person should know of a camera and its connection. */
public final class PushNotes implements DeviceListener, SourceListener {
    private final Terminal terminal;
    private volatile boolean wasConnected;
    private volatile boolean isConnected;

    public PushNotes(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What was sent and what waits, on one line. */
    public static String progress(Device.Standing standing) {
        return standing.frames() + " frames, " + Quantities.shown(standing.bytes()) + ", " + standing.unacknowledged()
                + " not yet acknowledged";
    }

    @Override
    public void connected(String session) {
        if (wasConnected && !isConnected) {
            terminal.note("connected again");
        }
        wasConnected = true;
        isConnected = true;
    }

    @Override
    public void disconnected(String reason, Duration retryAfter) {
        if (isConnected || !wasConnected) {
            terminal.note(reason + "; frames wait in the spool, trying again");
        }
        isConnected = false;
        wasConnected = true;
    }

    @Override
    public void renumbered(RunId taken, RunId other) {
        terminal.note("the server holds other frames of run " + taken + "; going on as " + other);
    }

    @Override
    public void discarded(RunId run, CounterRanges ranges) {
        terminal.note("the spool is full: gave up frames " + ranges + " of run " + run);
    }

    @Override
    public void spoolRefuses(String reason) {
        terminal.note("the spool's disk refuses (" + reason + "); waiting");
    }

    @Override
    public void warning(String code, String detail) {
        terminal.note(code + ": " + detail);
    }

    @Override
    public void interrupted(String reason, Duration retryAfter) {
        interrupted("the camera", reason, retryAfter);
    }

    @Override
    public void resumed() {
        resumed("the camera");
    }

    @Override
    public void leftOut(String what) {
        terminal.note("left out: " + what);
    }

    @Override
    public void adapted(String how) {
        terminal.note(how);
    }

    private void interrupted(String who, String reason, Duration retryAfter) {
        terminal.note(who + " failed: " + reason + "; trying again in " + retryAfter.toSeconds() + " s");
    }

    private void resumed(String who) {
        terminal.note(who + " delivers again");
    }

    /** Says likewise what a person should know of one of several sources. @param who a name for it */
    SourceListener of(String who) {
        return new SourceListener() {
            @Override
            public void interrupted(String reason, Duration retryAfter) {
                PushNotes.this.interrupted(who, reason, retryAfter);
            }

            @Override
            public void resumed() {
                PushNotes.this.resumed(who);
            }

            @Override
            public void leftOut(String what) {
                terminal.note("left out of " + who + ": " + what);
            }

            @Override
            public void adapted(String how) {
                terminal.note(who + ": " + how);
            }
        };
    }
}
