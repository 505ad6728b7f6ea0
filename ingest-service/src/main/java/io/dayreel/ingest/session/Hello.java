package io.dayreel.ingest.session;

import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.ingest.kept.KeptFrames.KeptDays;
import io.dayreel.ingest.session.RunRanges.RunId;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.stream.Day;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The greeting of a session: takes the device over, asks what is already kept, and answers. Used on the connection's thread. */
final class Hello {
    private static final int MAX_RUNS = 64;

    private final DeviceSession session;
    private final DeviceSocket socket;
    private final IngestParts parts;
    private final Acknowledgements acknowledgements;
    private volatile String agent = "";
    private boolean greeted;
    private boolean underWay;

    Hello(DeviceSession session, DeviceSocket socket, IngestParts parts, Acknowledgements acknowledgements) {
        this.session = session;
        this.socket = socket;
        this.parts = parts;
        this.acknowledgements = acknowledgements;
    }

    /** Whether a valid hello was received, so that frames may come. */
    boolean isGreeted() {
        return greeted;
    }

    /** Whether the answer is being prepared. */
    boolean isUnderWay() {
        return underWay;
    }

    String agent() {
        return agent;
    }

    /** The first hello of a connection, or a further one with further runs. */
    void greet(DeviceMessage.Hello hello) {
        if (underWay || hello.runs().size() > MAX_RUNS) {
            socket.send(ServerMessage.Error.of(
                    "bad-message",
                    underWay ? "the last hello is not answered yet" : "hello announces at most " + MAX_RUNS + " runs"));
            return;
        }
        hello.runs().forEach(run -> session.knows(new RunId(run.day(), run.run()), run.next()));
        agent = hello.agent();
        if (!greeted && !parts.devices().connect(session)) {
            parts.meters().refused("rate");
            session.fail(Closing.of(
                    CloseCode.TOO_FAST,
                    "connections of this device take over from each other: is the same device configured twice?"));
            return;
        }
        greeted = true;
        underWay = true;
        chooseLevel(hello.wants());
        Set<Day> days =
                hello.runs().stream().map(DeviceMessage.AnnouncedRun::day).collect(Collectors.toSet());
        parts.kept().of(session.device(), days).thenAccept(kept -> socket.execute(() -> answer(hello, kept)));
    }

    private void chooseLevel(Level wanted) {
        if (!parts.levels().contains(wanted)) {
            socket.send(ServerMessage.Error.of(
                    "level-unavailable",
                    "this installation cannot say " + name(wanted) + ", it can say "
                            + parts.levels().stream().map(Hello::name).toList()));
        } else if (wanted == Level.ARCHIVED) {
            acknowledgements.followUntilArchived();
        }
    }

    private static String name(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private void answer(DeviceMessage.Hello hello, KeptDays kept) {
        underWay = false;
        if (session.isClosing()) {
            return;
        }
        List<ServerMessage.WelcomedRun> runs = new ArrayList<>();
        for (DeviceMessage.AnnouncedRun run : hello.runs()) {
            runs.add(new ServerMessage.WelcomedRun(
                    run.day(), run.run(), kept.holdsFrom(run.day(), run.run(), run.next())));
        }
        socket.send(new ServerMessage.Welcome(
                session.session(),
                FrameLayout.MAX_MESSAGE_LENGTH,
                parts.limits().windowMessages(),
                parts.levels(),
                runs));
        for (DeviceMessage.AnnouncedRun run : hello.runs()) {
            acknowledgements.alreadyKept(
                    new RunId(run.day(), run.run()),
                    run.unacknowledged(),
                    kept.received(run.day(), run.run()),
                    kept.archived(run.day(), run.run()));
        }
        session.updateReading();
    }

    /** Asks the index about frames that wait to be archived, in case their announcement was missed. */
    void recheckArchive() {
        Set<Day> days = acknowledgements.daysAwaitingArchive();
        if (!days.isEmpty()) {
            parts.kept()
                    .archived(session.device(), days)
                    .thenAccept(kept -> socket.execute(() -> acknowledgements.archivedAll(kept)));
        }
    }
}
