package io.dayreel.datagrams.device;

import io.dayreel.datagrams.keys.PacketCiphers;
import io.dayreel.datagrams.keys.PacketSealer;
import io.dayreel.datagrams.packet.DatagramLayout;
import io.dayreel.datagrams.packet.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Sends messages in one session: fragments them, keeps the pace, takes receipts, sends lost fragments again, twice each, under new
 * packet numbers, and gives a message up when its latency budget is spent. Oldest messages go first. Not thread-safe;
 * all times are of one {@code System.nanoTime()}.
 */
public final class DatagramSender {
    private static final int REORDERING = 64;

    private final DeviceSession session;
    private final UplinkSettings settings;
    private final PacketOutput output;
    private final UplinkListener listener;
    private final PacketCiphers ciphers = new PacketCiphers();
    private final PacketSealer sealer;
    private final ServerPackets incoming;
    private final Deque<OutgoingMessage> messages = new ArrayDeque<>();
    private final SentPackets sent = new SentPackets();
    private final RoundTrip roundTrip = new RoundTrip();
    private final CongestionWindow window = new CongestionWindow();
    private final byte[] plain = new byte[DatagramLayout.MAX_DATAGRAM];
    private final byte[] datagram = new byte[DatagramLayout.MAX_DATAGRAM];
    private final int fragmentBytes;
    private long nextMessage;
    private long queuedBytes;
    private long highestArrived = -1;
    private long lastNewsNanos;
    private boolean closed;

    /** @param session used by this sender alone */
    public DatagramSender(
            DeviceSession session, UplinkSettings settings, PacketOutput output, UplinkListener listener) {
        this.session = session;
        this.settings = settings;
        this.output = output;
        this.listener = listener;
        this.sealer = PacketSealer.ofDevice(session.keys(), session.epoch(), session.session());
        this.incoming = new ServerPackets(session, ciphers);
        this.fragmentBytes = DatagramLayout.fragmentBytes(session.maxDatagram());
    }

    /**
     * Takes a message to send. Nothing is sent before {@link #advance}.
     *
     * @param id the caller's own name for it
     * @param message not changed until it is finished
     * @return false if it is larger than the server takes, the queue is full or the session is over: use TCP
     */
    public boolean offer(long id, byte[] message, long nowNanos) {
        boolean fits = message.length > 0
                && message.length <= session.maxMessageBytes()
                && message.length <= (long) fragmentBytes * DatagramLayout.MAX_FRAGMENTS;
        if (closed || !fits || queuedBytes + message.length > settings.maxQueuedBytes()) {
            return false;
        }
        long deadline = nowNanos + settings.latencyBudget().toNanos();
        messages.add(new OutgoingMessage(id, nextMessage, message, fragmentBytes, deadline));
        nextMessage++;
        queuedBytes += message.length;
        return true;
    }

    /**
     * Sends what is due and gives up what is late.
     *
     * @return when to call again, unless something is offered or received before; at most half a second ahead
     */
    public long advance(long nowNanos) {
        giveUpLate(nowNanos);
        detectSilence(nowNanos);
        long next = sendDue(nowNanos);
        if (sent.inFlight() > 0) {
            next = Math.min(next, nowNanos + roundTrip.timeoutNanos() / 4);
        }
        if (!messages.isEmpty()) {
            next = Math.min(next, messages.peek().deadlineNanos());
        }
        sent.trim();
        return Math.max(next, nowNanos + 1_000_000);
    }

    private void giveUpLate(long nowNanos) {
        while (!messages.isEmpty() && nowNanos - messages.peek().deadlineNanos() >= 0) {
            OutgoingMessage late = messages.remove();
            if (!late.isFinished()) {
                late.giveUp();
                queuedBytes -= late.length();
                listener.givenUp(late.id());
            }
        }
    }

    private void detectSilence(long nowNanos) {
        boolean silence = false;
        for (long number = sent.first(); number < sent.next(); number++) {
            if (!sent.isInFlight(number)) {
                continue;
            }
            if (nowNanos - sent.sentNanos(number) < roundTrip.timeoutNanos()) {
                break;
            }
            lost(number);
            silence = silence || nowNanos - lastNewsNanos > roundTrip.timeoutNanos();
        }
        if (silence) {
            window.silence(sent.next());
        }
    }

    private long sendDue(long nowNanos) {
        Iterator<OutgoingMessage> oldestFirst = messages.iterator();
        while (oldestFirst.hasNext()) {
            OutgoingMessage message = oldestFirst.next();
            if (message.isFinished()) {
                oldestFirst.remove();
                continue;
            }
            while (message.hasToSend()) {
                if (!window.hasRoom(sent.inFlight()) || sent.isFull()) {
                    return nowNanos + 500_000_000L;
                }
                if (window.nextSendNanos() > nowNanos) {
                    return window.nextSendNanos();
                }
                int fragment = message.nextToSend();
                send(message, fragment, nowNanos);
                // The last fragments of a message have nothing behind them that would tell early of another loss.
                if (message.wasLost(fragment) && window.hasRoom(sent.inFlight()) && !sent.isFull()) {
                    send(message, fragment, nowNanos);
                }
            }
        }
        return nowNanos + 500_000_000L;
    }

    private void send(OutgoingMessage message, int fragment, long nowNanos) {
        int at = Payload.writeFragment(plain, message.number(), fragment, message.fragmentCount());
        int length = at + message.copyFragment(fragment, plain, at);
        if (sent.next() == 0) {
            lastNewsNanos = nowNanos;
        }
        sent.add(message, fragment, nowNanos);
        window.sent(nowNanos, roundTrip);
        output.send(datagram, sealer.seal(ciphers, plain, length, datagram));
    }

    /** Takes a datagram that arrived; whatever it is, nothing is thrown. @return whether it was this session's and new */
    public boolean receive(byte[] bytes, int length, long nowNanos) {
        return incoming.open(bytes, length)
                .map(payload -> take(payload, nowNanos))
                .orElse(false);
    }

    private boolean take(Payload payload, long nowNanos) {
        switch (payload.kind()) {
            case DatagramLayout.RECEIPT -> {
                lastNewsNanos = nowNanos;
                payload.forEachReceived((first, last) -> arrived(first, last, nowNanos));
                detectLoss();
            }
            case DatagramLayout.ACKNOWLEDGEMENT ->
                listener.acknowledged(payload.level(), payload.day(), payload.run(), payload.acknowledged());
            case DatagramLayout.CLOSE -> closed = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void arrived(long first, long last, long nowNanos) {
        for (long number = Math.min(last, sent.next() - 1); number >= Math.max(first, sent.first()); number--) {
            OutgoingMessage message = sent.message(number);
            if (sent.isInFlight(number)) {
                sent.landed(number);
                if (number > highestArrived) {
                    highestArrived = number;
                    roundTrip.sample(nowNanos - sent.sentNanos(number));
                }
                window.arrived(number, sent.next(), roundTrip);
            }
            if (message.fragmentArrived(sent.fragment(number))) {
                queuedBytes -= message.length();
                listener.arrived(message.id());
            }
        }
    }

    private void detectLoss() {
        if (highestArrived < sent.first()) {
            return;
        }
        long sentBefore = sent.sentNanos(highestArrived) - roundTrip.lossDelayNanos();
        for (long number = sent.first(); number < highestArrived; number++) {
            boolean late = highestArrived - number >= REORDERING || sent.sentNanos(number) - sentBefore < 0;
            if (!late) {
                return;
            }
            if (sent.isInFlight(number)) {
                lost(number);
            }
        }
    }

    private void lost(long number) {
        sent.landed(number);
        window.lost();
        sent.message(number).fragmentLost(sent.fragment(number));
    }

    /** Tells the server that no more comes in this session. */
    public void close() {
        if (!closed) {
            closed = true;
            output.send(datagram, sealer.seal(ciphers, plain, Payload.writeClose(plain), datagram));
        }
    }

    /** Whether nothing is on its way. */
    public boolean isIdle() {
        return messages.stream().allMatch(OutgoingMessage::isFinished);
    }

    /** Whether the session is over: the server said so, or this was closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Bytes of messages that were offered and are not finished. */
    public long queuedBytes() {
        return queuedBytes;
    }

    long session() {
        return session.session();
    }
}
