package io.dayreel.ingest.session;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.presence.PresenceRecord.DeviceRun;
import io.dayreel.ingest.check.CheckResult;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.check.GoneFrame;
import io.dayreel.ingest.check.MessageCheck;
import io.dayreel.ingest.check.Refusal;
import io.dayreel.ingest.kept.GoneDeclarations;
import io.dayreel.ingest.presence.Connection;
import io.dayreel.ingest.session.RunRanges.RunId;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One device's connection, from its first message to its close. It takes messages while the window and the budget have
 * room, acknowledges each after Kafka confirmed it and never before (I1), and stops reading the socket otherwise (I6).
 *
 * <p>All methods run on the connection's thread, but those of {@link Connection} and {@link #announced}, which may be
 * called from any.
 */
public final class DeviceSession implements Connection {
    private static final LogEvents LOG = LogEvents.of(DeviceSession.class);

    private final DeviceId device;
    private final String session = UUID.randomUUID().toString();
    private final Instant tokenExpires;
    private final DeviceSocket socket;
    private final IngestParts parts;
    private final MessageCheck check;
    private final SendWindow window;
    private final Acknowledgements acknowledgements;
    private final AnnouncedRuns runs = new AnnouncedRuns();
    private final SessionClock times;
    private final ReceivedRate received = new ReceivedRate(System.nanoTime());
    private final Hello hello;
    private final Commands commands;

    private Optional<Closing> closing = Optional.empty();
    private boolean closed;
    private boolean reading = true;

    /** @param tokenExpires when the connection has to prove anew who it is */
    public DeviceSession(DeviceId device, Instant tokenExpires, DeviceSocket socket, IngestParts parts) {
        this.device = device;
        this.tokenExpires = tokenExpires;
        this.socket = socket;
        this.parts = parts;
        this.check = new MessageCheck(parts.clock());
        this.acknowledgements = new Acknowledgements(socket, parts.durableLevel());
        this.window = new SendWindow(device, socket, parts, this::send, this::settle);
        this.times = new SessionClock(parts.limits(), System.nanoTime());
        this.hello = new Hello(this, socket, parts, acknowledgements);
        this.commands = new Commands(socket, parts.reports());
    }

    /** A text message. @param message already read from JSON */
    public void control(DeviceMessage message) {
        times.alive(System.nanoTime());
        if (isClosing()) {
            return;
        }
        if (message instanceof DeviceMessage.Hello greeting) {
            hello.greet(greeting);
        } else if (message instanceof DeviceMessage.Have have) {
            commands.answered(have);
        }
        updateReading();
    }

    /** A binary message. @param message not changed afterwards by anybody */
    public void frames(byte[] message) {
        times.alive(System.nanoTime());
        if (isClosing()) {
            return;
        }
        if (!hello.isGreeted()) {
            parts.meters().refused("hello");
            fail(Closing.of(CloseCode.BAD_FRAME, "hello must be the first message"));
            return;
        }
        window.offer(message);
        updateReading();
    }

    /** A message that is not understood. */
    public void notUnderstood(ServerMessage.Error error) {
        times.alive(System.nanoTime());
        if (!isClosing()) {
            socket.send(error);
        }
    }

    /** A pong or ping arrived. */
    public void alive() {
        times.alive(System.nanoTime());
    }

    /** The socket takes messages again. */
    public void drained() {
        settle();
    }

    /** A message is larger than any may be. */
    public void tooLarge() {
        parts.meters().refused("size");
        fail(Closing.of(CloseCode.TOO_LARGE, "a message has at most 5242880 bytes"));
    }

    /** The connection is gone. */
    public void gone() {
        closed = true;
        parts.devices().disconnect(this);
        window.refuseFurther();
        LOG.info("device-disconnected", "device", device, "session", session);
    }

    /** Called every few seconds. */
    public void tick() {
        long now = System.nanoTime();
        if (isClosing()) {
            if (times.courtesyIsOver(now) || (window.isEmpty() && times.isIdle(now))) {
                // The device does not go by itself, or does not read its last acknowledgements.
                closing.ifPresent(this::closeNow);
            }
            return;
        }
        if (!parts.clock().instant().isBefore(tokenExpires)) {
            fail(Closing.of(CloseCode.NOT_AUTHORISED, "the token expired: connect with a new one"));
        } else if (!reading) {
            // What the device sends is not seen now, so its silence says nothing.
            times.alive(now);
        } else if (times.isIdle(now)) {
            fail(Closing.of(CloseCode.IDLE, "nothing was received for a while"));
        } else if (!hello.isGreeted() && times.helloIsLate(now)) {
            fail(Closing.of(CloseCode.IDLE, "hello must be sent at once"));
        } else if (times.shouldPing(now)) {
            socket.ping();
        }
        if (times.shouldRecheckArchive(now)) {
            hello.recheckArchive();
        }
    }

    /**
     * Takes no more, and once all that it took is acknowledged tells the device to connect elsewhere. A device that does
     * not close by itself is closed (1012). From any thread.
     *
     * @param courtesy that it has for that; zero to close at once
     */
    public void lead(Redirection redirection, Duration courtesy) {
        socket.execute(() -> fail(Closing.leading(redirection, courtesy)));
    }

    /** A segment with frames of this device was announced. From any thread. */
    public void announced(RunId run, CounterRanges ranges) {
        socket.execute(() -> acknowledgements.archived(run, ranges));
    }

    /** Somebody asks something of the device. From any thread. */
    public void command(DeviceCommand command) {
        if (command instanceof DeviceCommand.Reconnect reconnect) {
            lead(
                    new Redirection(reconnect.to(), reconnect.afterMillis()),
                    parts.limits().courtesy());
            return;
        }
        socket.execute(() -> {
            if (hello.isGreeted() && !isClosing()) {
                commands.deliver(command);
            }
        });
    }

    @Override
    public void takenOver() {
        parts.meters().takenOver();
        socket.execute(() -> closeNow(Closing.of(CloseCode.TAKEN_OVER, "a newer connection of this device took over")));
    }

    @Override
    public DeviceId device() {
        return device;
    }

    @Override
    public String session() {
        return session;
    }

    @Override
    public String agent() {
        return hello.agent();
    }

    @Override
    public List<DeviceRun> runs() {
        return runs.snapshot();
    }

    @Override
    public long bytesPerSecond() {
        return received.perSecond(System.nanoTime());
    }

    void knows(RunId run, long next) {
        runs.reached(run, next);
    }

    /** Ends the session with a code after what was taken is acknowledged; the first reason stands. */
    void fail(Closing how) {
        if (!isClosing()) {
            closing = Optional.of(how);
            window.refuseFurther();
            settle();
        }
    }

    boolean isClosing() {
        return closed || closing.isPresent();
    }

    void updateReading() {
        boolean wanted = isClosing() || (window.hasRoom() && !hello.isUnderWay() && socket.isWritable());
        if (wanted != reading && !closed) {
            reading = wanted;
            if (wanted) {
                socket.goOnReading();
            } else {
                socket.stopReading();
            }
        }
    }

    /** Checks a message whose bytes have room, and hands its good frames to Kafka. */
    private void send(byte[] message) {
        CheckResult result = check.check(message);
        int good = result.good().map(found -> found.bytes().length).orElse(0);
        if (good < message.length) {
            parts.budget().release(message.length - (long) good);
        }
        result.good().ifPresent(found -> {
            if (found.gone().isEmpty()) {
                send(found);
            } else {
                judgeGone(found);
            }
        });
        result.refusal().ifPresent(this::refuse);
    }

    /** Holds a message that declares frames gone until it is known that none of them was acknowledged. */
    private void judgeGone(CheckedMessage message) {
        window.hold();
        new GoneDeclarations(parts.kept())
                .refused(device, message)
                .thenAccept(refused -> socket.execute(() -> sendWithout(message, refused)));
    }

    private void sendWithout(CheckedMessage message, List<GoneFrame> refusedElsewhere) {
        List<GoneFrame> refused = message.gone().stream()
                .filter(frame -> refusedElsewhere.contains(frame) || wasAcknowledgedHere(frame))
                .toList();
        for (GoneFrame frame : refused) {
            parts.meters().refused(GoneDeclarations.REFUSED);
            socket.send(new ServerMessage.Error(
                    GoneDeclarations.REFUSED,
                    GoneDeclarations.detail(frame),
                    Optional.of(message.day()),
                    Optional.of(message.run()),
                    Optional.of(frame.counter())));
        }
        Optional<CheckedMessage> taken = message.without(refused);
        int left = taken.map(rest -> rest.bytes().length).orElse(0);
        if (left < message.bytes().length) {
            parts.budget().release(message.bytes().length - (long) left);
        }
        taken.ifPresent(this::send);
        window.release();
        settle();
    }

    private boolean wasAcknowledgedHere(GoneFrame frame) {
        RunId run = new RunId(frame.frames().day(), frame.frames().run());
        return !frame.frames()
                .ranges()
                .intersection(acknowledgements.durable(run))
                .isEmpty();
    }

    private void send(CheckedMessage message) {
        parts.meters().accepted(message.frames(), message.bytes().length);
        received.add(message.bytes().length);
        RunId run = new RunId(message.day(), message.run());
        if (runs.reached(run, message.ranges().last() + 1)) {
            parts.devices().changed(this);
        }
        for (long counter : message.conflicts()) {
            socket.send(new ServerMessage.Error(
                    "conflict",
                    "frame " + message.run() + ":" + counter + " was sent before with other bytes; both are kept",
                    Optional.of(message.day()),
                    Optional.of(message.run()),
                    Optional.of(counter)));
        }
        parts.meters().conflicts(message.conflicts().size());
        window.send(message);
    }

    private void refuse(Refusal refusal) {
        parts.meters().refused(refusal.field());
        LOG.warn("message-refused", "device", device, "field", refusal.field(), "detail", refusal.detail());
        ServerMessage.Error error = new ServerMessage.Error(
                refusal.code(), refusal.detail(), Optional.empty(), Optional.empty(), refusal.counter());
        fail(Closing.with(CloseCode.BAD_FRAME, refusal.field() + ": " + refusal.detail(), error));
    }

    /** Acknowledges what became durable, goes on with what waits, and closes when that is due. */
    private void settle() {
        if (closed) {
            return;
        }
        boolean failed = !window.collect(acknowledgements);
        acknowledgements.flush();
        if (failed) {
            closeNow(Closing.of(CloseCode.RESTARTING, "Kafka did not confirm in time: connect again and send again"));
            return;
        }
        window.goOn();
        if (closing.isPresent() && window.isEmpty() && !acknowledgements.hasUnsent()) {
            takeLeave(closing.get());
        }
        updateReading();
    }

    private void takeLeave(Closing how) {
        if (how.courtesy().isZero()) {
            closeNow(how);
        } else if (times.beginCourtesy(System.nanoTime(), how.courtesy())) {
            how.last().ifPresent(socket::send);
        }
    }

    private void closeNow(Closing how) {
        if (closed) {
            return;
        }
        closing = Optional.of(closing.orElse(how));
        window.refuseFurther();
        if (!times.courtesyBegan()) {
            how.last().ifPresent(socket::send);
        }
        LOG.info("device-closing", "device", device, "session", session, "code", how.code(), "reason", how.reason());
        updateReading();
        closed = true;
        socket.close(how.code(), how.reason());
    }
}
