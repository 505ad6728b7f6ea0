package io.dayreel.cli.device;

import io.dayreel.cli.socket.MessageReceiver;
import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.DeviceMessage.AnnouncedRun;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one connection knows: which runs it announced, what was welcomed, sent and acknowledged. A frame is sent once in
 * a session; what the server says it has, at whatever level, is not sent. All state is guarded by the spool's lock.
 */
final class DeviceSession implements MessageReceiver {
    private static final int MAX_BATCH = 512 << 10;
    private static final int MAX_REPLIES = 64;
    private static final int MAX_ANNOUNCED = 64;

    private final SpoolState state;
    private final DeviceSettings settings;
    private final DeviceListener listener;
    private final Set<RunId> announced = new HashSet<>();
    private final Set<RunId> welcomed = new HashSet<>();
    private final Map<RunId, CounterRanges> settled = new HashMap<>();
    private final List<Sent> inFlight = new ArrayList<>();
    private final Resends resends = new Resends();
    private final Deque<DeviceMessage> replies = new ArrayDeque<>();
    private final UdpShare udp;
    private final TrialFrames trial;
    private Optional<Ending> ending = Optional.empty();
    private Optional<ServerMessage.Error> lastError = Optional.empty();
    private int window = 1;
    private int maxMessage = FrameLayout.MAX_MESSAGE_LENGTH;
    private int welcomes;
    private int hellos;

    /** Why the connection is over. @param refused no other attempt can help */
    record Ending(String reason, boolean refused, Duration waitAtLeast, Optional<String> goTo) {}

    /** A message on its way. */
    private record Sent(RunId run, CounterRanges left) {}

    /** Frames to be sent as one message. */
    record Batch(RunId run, CounterRange counters, ByteBuffer message) {}

    DeviceSession(SpoolState state, DeviceSettings settings, DeviceListener listener, UdpShare udp, TrialFrames trial) {
        this.state = state;
        this.settings = settings;
        this.listener = listener;
        this.udp = udp;
        this.trial = trial;
    }

    /** Runs that the server does not know of yet, or has to say more of; the first time always a greeting. The lock is held. */
    Optional<DeviceMessage.Hello> greeting(String agent) {
        List<AnnouncedRun> news = new ArrayList<>();
        for (SpooledRun run : state.spool.runs()) {
            if (news.size() < MAX_ANNOUNCED && run.next() > 0 && announced.add(run.id())) {
                news.add(announcement(run));
            }
        }
        if (news.isEmpty() && udp.isQuestionDue(System.nanoTime())) {
            news.addAll(udp.questions(System.nanoTime()));
        }
        if (hellos > 0 && news.isEmpty()) {
            return Optional.empty();
        }
        hellos++;
        return Optional.of(new DeviceMessage.Hello(agent, settings.wants(), news));
    }

    /** Of a new run it asks whether the number is free: any frame of it that the server has is another's. */
    private static AnnouncedRun announcement(SpooledRun run) {
        boolean unsent = run.sentNext() == 0;
        return new AnnouncedRun(
                run.id().day(),
                run.id().run(),
                unsent && !run.isLeftOver() ? 0 : run.next(),
                unsent ? new CounterRanges() : run.kept());
    }

    /** Whether another greeting is due. The lock is held. */
    boolean hasUnannounced() {
        return state.spool.runs().stream().anyMatch(run -> run.next() > 0 && !announced.contains(run.id()))
                || udp.isQuestionDue(System.nanoTime());
    }

    /** Whether all greetings are answered, and this one's runs are welcomed. The lock is held. */
    boolean welcomes(DeviceMessage.Hello hello) {
        return welcomes >= hellos
                && hello.runs().stream().allMatch(run -> welcomed.contains(new RunId(run.day(), run.run())));
    }

    Optional<Ending> ending() {
        return ending;
    }

    boolean hasRoom() {
        return inFlight.size() < window;
    }

    /** What goes next; empty while there is nothing to send. What was asked for comes first. The lock is held. */
    Optional<Batch> next() throws IOException {
        Optional<Resends.Due> asked = resends.next(System.nanoTime());
        if (asked.isPresent()) {
            Optional<SpooledRun> run = state.spool.run(asked.get().run());
            if (run.isPresent()) {
                return Optional.of(batch(run.get(), asked.get().counters()));
            }
            resends.done(asked.get().run(), CounterRanges.of(asked.get().counters()));
        }
        for (SpooledRun run : state.spool.runs()) {
            if (!welcomed.contains(run.id())) {
                continue;
            }
            CounterRanges due = due(run);
            if (!due.isEmpty()) {
                return Optional.of(batch(run, due.range(0)));
            }
        }
        return Optional.empty();
    }

    private CounterRanges due(SpooledRun run) {
        CounterRanges done = settled.computeIfAbsent(run.id(), id -> freed(run));
        CounterRanges left = run.next() == 0 ? new CounterRanges() : done.missing(0, run.next() - 1);
        return left.isEmpty() ? left : left.minus(udp.reserved(run)).minus(trial.withheld(run, System.nanoTime()));
    }

    /** Whether frames that were asked for wait for their turn. The lock is held. */
    boolean hasResends() {
        return !resends.isEmpty();
    }

    /** What the server has to be told, oldest first. The lock is held. */
    List<DeviceMessage> takeReplies() {
        List<DeviceMessage> taken = List.copyOf(replies);
        replies.clear();
        return taken;
    }

    /** Whether the server has to be told something. The lock is held. */
    boolean hasReplies() {
        return !replies.isEmpty();
    }

    private static CounterRanges all(long next) {
        CounterRanges ranges = new CounterRanges();
        if (next > 0) {
            ranges.add(0, next - 1);
        }
        return ranges;
    }

    private static CounterRanges freed(SpooledRun run) {
        return all(run.next()).minus(run.kept());
    }

    private Batch batch(SpooledRun run, CounterRange due) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(Math.min(maxMessage, MAX_BATCH));
        long behind = run.copy(due.first(), due.last(), message);
        if (behind == due.first()) {
            message = ByteBuffer.allocate(FrameLayout.MAX_FRAME_LENGTH);
            behind = run.copy(due.first(), due.first(), message);
        }
        if (behind == due.first()) {
            throw new IOException("frame " + due.first() + " of run " + run.id() + " cannot be read from the spool");
        }
        CounterRange counters = new CounterRange(due.first(), behind - 1);
        return new Batch(run.id(), counters, message.flip());
    }

    /** Whether a batch would be larger if it waited a little. */
    boolean isSmall(Batch batch) {
        return batch.message().remaining() < MAX_BATCH / 4;
    }

    /** The batch is about to be sent. The lock is held. */
    void sending(Batch batch) throws IOException {
        CounterRanges left = CounterRanges.of(batch.counters());
        inFlight.add(new Sent(batch.run(), left));
        settled.get(batch.run()).add(batch.counters().first(), batch.counters().last());
        resends.sent(batch.run(), batch.counters());
        Optional<SpooledRun> run = state.spool.run(batch.run());
        if (run.isPresent()) {
            run.get().sent(batch.counters().last() + 1);
        }
    }

    @Override
    public boolean text(String message) {
        state.locked(() -> {
            try {
                receive(Json.read(message, ServerMessage.class));
            } catch (JsonFormatException unknown) {
                listener.warning("unknown-message", unknown.getMessage());
            }
            state.changed.signalAll();
        });
        return true;
    }

    private void receive(ServerMessage message) throws IOException {
        if (message instanceof ServerMessage.Welcome welcome) {
            welcome(welcome);
        } else if (message instanceof ServerMessage.Ack ack) {
            acknowledge(ack);
            udp.followed(new RunId(ack.day(), ack.run()), ack.ranges());
        } else if (message instanceof ServerMessage.Resend resend) {
            resend(resend);
        } else if (message instanceof ServerMessage.Reconnect reconnect) {
            Optional<String> to = Optional.ofNullable(reconnect.to()).filter(DeviceSession::isAddress);
            end(new Ending("the server asked to connect again", false, Duration.ofMillis(reconnect.afterMs()), to));
        } else if (message instanceof ServerMessage.Error error) {
            error(error);
        }
    }

    private static boolean isAddress(String text) {
        return text.matches("wss?://[^/\\s]+\\S*");
    }

    /** Answers at once what of it is still here, and sends that; what is not can never come. */
    private void resend(ServerMessage.Resend resend) {
        RunId id = new RunId(resend.day(), resend.run());
        CounterRanges held = state.spool
                .run(id)
                .map(run -> resend.ranges().intersection(run.kept()))
                .orElseGet(CounterRanges::new);
        if (replies.size() == MAX_REPLIES) {
            replies.removeFirst(); // without its answer the server asks again
        }
        replies.add(new DeviceMessage.Have(resend.day(), resend.run(), held, resend.ranges(), resend.request()));
        CounterRanges soonAnyhow = state.spool.run(id).map(this::due).orElseGet(CounterRanges::new);
        resends.ask(id, held.minus(soonAnyhow), resend.maxRate(), System.nanoTime());
    }

    private void welcome(ServerMessage.Welcome welcome) throws IOException {
        maxMessage = Math.min(FrameLayout.MAX_MESSAGE_LENGTH, welcome.maxMessage());
        welcomes++;
        window = Math.max(1, welcome.window());
        if (!welcome.levels().isEmpty()
                && welcome.levels().stream().noneMatch(level -> level.includes(settings.wants()))) {
            end(refused("this installation acknowledges only " + welcome.levels() + ", not " + settings.wants()
                    + ": use another --wants"));
            return;
        }
        listener.connected(welcome.session());
        for (ServerMessage.WelcomedRun run : welcome.runs()) {
            RunId id = new RunId(run.day(), run.run());
            welcomed.add(id);
            Optional<SpooledRun> spooled = state.spool.run(id);
            if (run.taken()
                    && !udp.isUsed(id)
                    && spooled.isPresent()
                    && spooled.get().sentNext() < spooled.get().next()) {
                listener.renumbered(id, state.renumber(id, id.run()));
            } else {
                udp.welcomed(id);
            }
        }
    }

    /** Frames are durable, whatever they came over. The lock is held. */
    void acknowledge(ServerMessage.Ack ack) throws IOException {
        RunId id = new RunId(ack.day(), ack.run());
        CounterRanges done = settled.get(id);
        if (done == null) {
            done = state.spool.run(id).map(DeviceSession::freed).orElseGet(CounterRanges::new);
            settled.put(id, done);
        }
        done.addAll(ack.ranges());
        resends.done(id, ack.ranges());
        for (Iterator<Sent> sent = inFlight.iterator(); sent.hasNext(); ) {
            Sent message = sent.next();
            if (message.run().equals(id)) {
                ack.ranges().ranges().forEach(range -> message.left().remove(range.first(), range.last()));
                if (message.left().isEmpty()) {
                    sent.remove();
                }
            }
        }
        if (ack.level().includes(settings.wants())) {
            state.spool.free(id, ack.ranges());
        }
    }

    private void error(ServerMessage.Error error) throws IOException {
        lastError = Optional.of(error);
        if (error.code().equals("level-unavailable") || error.code().equals("future-day")) {
            end(refused(error.detail()));
        } else if (error.code().equals("gone-acknowledged")
                && error.day().isPresent()
                && error.run().isPresent()
                && error.counter().isPresent()) {
            // What it declared gone is safe, so the declaration is not needed.
            CounterRanges frame = new CounterRanges();
            frame.add(error.counter().get());
            acknowledge(new ServerMessage.Ack(error.day().get(), error.run().get(), frame, settings.wants()));
        } else {
            listener.warning(error.code(), error.detail());
        }
    }

    @Override
    public boolean binary(ByteBuffer message) {
        listener.warning("bad-message", "the server sent a binary message, which no device expects");
        return true;
    }

    @Override
    public void closed(int code, String reason) {
        String why = reason.isEmpty() ? "no reason given" : reason;
        Ending how =
                switch (code) {
                    case CloseCode.NOT_AUTHORISED -> refused("the server refuses the token: " + why);
                    case CloseCode.TAKEN_OVER ->
                        refused("another connection took over: a second process sends as " + settings.device());
                    case CloseCode.BAD_FRAME ->
                        refused("the server refuses a frame: "
                                + lastError.map(ServerMessage.Error::detail).orElse(why));
                    case CloseCode.TOO_LARGE -> refused("a message was too large for the server: " + why);
                    case CloseCode.TOO_FAST -> again("too fast: " + why, Duration.ofSeconds(10));
                    case CloseCode.RESTARTING -> again("the server restarts", Duration.ofMillis(200));
                    default -> again("the server closed the connection (" + code + ": " + why + ")", Duration.ZERO);
                };
        state.locked(() -> end(how));
    }

    @Override
    public void failed(Throwable cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        state.locked(() -> end(again("the connection broke: " + reason, Duration.ZERO)));
    }

    private void end(Ending how) {
        ending = Optional.of(ending.orElse(how));
        state.changed.signalAll();
    }

    private static Ending refused(String reason) {
        return new Ending(reason, true, Duration.ZERO, Optional.empty());
    }

    static Ending again(String reason, Duration waitAtLeast) {
        return new Ending(reason, false, waitAtLeast, Optional.empty());
    }
}
