package io.dayreel.ingest.session;

import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.ingest.kept.KeptFrames.KeptDays;
import io.dayreel.ingest.session.RunRanges.RunId;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.Set;

/**
 * What a device is told about its frames. Acknowledgements are gathered and sent together when the socket takes them, one
 * message per run; they say positive ranges only (I1). Used on the connection's thread.
 */
final class Acknowledgements {
    private final DeviceSocket socket;
    private final Level durable;
    private final RunRanges unsent = new RunRanges();
    private final RunRanges awaitingArchive = new RunRanges();
    private final RunRanges all = new RunRanges();
    private boolean untilArchived;

    Acknowledgements(DeviceSocket socket, Level durable) {
        this.socket = socket;
        this.durable = durable;
    }

    /** From now on frames are remembered until they are archived, and that is acknowledged too. */
    void followUntilArchived() {
        untilArchived = true;
    }

    /** Frames that are durable in Kafka; sent with the next {@link #flush}. */
    void durable(RunId run, CounterRanges ranges) {
        unsent.add(run, ranges);
        all.add(run, ranges);
        if (untilArchived) {
            awaitingArchive.add(run, ranges);
        }
    }

    /** Frames of an announced segment: tells the device about those that it waits for. */
    void archived(RunId run, CounterRanges ranges) {
        CounterRanges waited = awaitingArchive.take(run, ranges);
        if (!waited.isEmpty()) {
            socket.send(new ServerMessage.Ack(run.day(), run.run(), waited, Level.ARCHIVED));
        }
    }

    /** As {@link #archived}, for all frames that wait. */
    void archivedAll(KeptDays kept) {
        for (RunId run : awaitingArchive.runs()) {
            archived(run, kept.archived(run.day(), run.run()));
        }
    }

    /** What the device said to hold, and the server already has: acknowledged at once. */
    void alreadyKept(RunId run, CounterRanges held, CounterRanges received, CounterRanges archived) {
        CounterRanges inArchive = held.intersection(archived);
        if (!inArchive.isEmpty()) {
            socket.send(new ServerMessage.Ack(run.day(), run.run(), inArchive, Level.ARCHIVED));
        }
        CounterRanges inKafka = held.intersection(received).minus(inArchive);
        if (!inKafka.isEmpty()) {
            socket.send(new ServerMessage.Ack(run.day(), run.run(), inKafka, durable));
        }
        if (untilArchived) {
            awaitingArchive.add(run, inKafka);
        }
    }

    /** Sends what was gathered, unless the device does not read. */
    void flush() {
        if (!unsent.isEmpty() && socket.isWritable()) {
            unsent.drain((run, ranges) -> socket.send(new ServerMessage.Ack(run.day(), run.run(), ranges, durable)));
        }
    }

    /** What became durable through this connection. Not to be changed. */
    CounterRanges durable(RunId run) {
        return all.of(run);
    }

    boolean hasUnsent() {
        return !unsent.isEmpty();
    }

    /** Days with frames that wait to be archived. */
    Set<Day> daysAwaitingArchive() {
        return awaitingArchive.days();
    }
}
