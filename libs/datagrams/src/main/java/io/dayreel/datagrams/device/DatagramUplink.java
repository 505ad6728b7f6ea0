package io.dayreel.datagrams.device;

import io.dayreel.datagrams.packet.DatagramException;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DatagramLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A device's way over UDP through any number of sessions: new messages go in the newest, and what an older one began it
 * finishes, so that changing keys loses nothing. Not thread-safe: one thread calls {@link #offer}, {@link #receive} and
 * {@link #advance} with the same {@code System.nanoTime()}.
 *
 * <pre>
 *  uplink.use(session);                       // from the answer of POST /v1/udp-sessions; again at 2/3 of its lifetime
 *  if (!uplink.offer(id, message, now)) …     // over TCP
 *  long next = uplink.advance(now);           // after offering, after receiving, and when next has come
 *  uplink.receive(bytes, length, now);        // whatever the socket gave
 * </pre>
 *
 * <p>A message that {@link UplinkListener#arrived arrived} is not durable; what is not acknowledged in the caller's own
 * time goes over TCP as well.
 */
public final class DatagramUplink {
    private static final int MAX_SESSIONS = 4;

    private final UplinkSettings settings;
    private final PacketOutput output;
    private final UplinkListener listener;
    private final DatagramHeader header = new DatagramHeader();
    private final Deque<DatagramSender> newestFirst = new ArrayDeque<>();

    public DatagramUplink(UplinkSettings settings, PacketOutput output, UplinkListener listener) {
        this.settings = settings;
        this.output = output;
        this.listener = listener;
    }

    /** From now on messages go in this session. The last {@value #MAX_SESSIONS} sessions are listened to. */
    public void use(DeviceSession session) {
        newestFirst.addFirst(new DatagramSender(session, settings, output, listener));
        if (newestFirst.size() > MAX_SESSIONS) {
            newestFirst.removeLast().close();
        }
    }

    /** As {@link DatagramSender#offer}; false too while there is no session. */
    public boolean offer(long id, byte[] message, long nowNanos) {
        return !newestFirst.isEmpty() && newestFirst.peekFirst().offer(id, message, nowNanos);
    }

    /** As {@link DatagramSender#advance}, of all sessions. */
    public long advance(long nowNanos) {
        long next = nowNanos + 500_000_000L;
        for (DatagramSender sender : newestFirst) {
            next = Math.min(next, sender.advance(nowNanos));
        }
        return next;
    }

    /** Takes a datagram that arrived; whatever it is, nothing is thrown. @return whether it was ours and new */
    public boolean receive(byte[] bytes, int length, long nowNanos) {
        try {
            header.wrap(bytes, length, true);
        } catch (DatagramException e) {
            return false;
        }
        for (DatagramSender sender : newestFirst) {
            if (sender.session() == header.session()) {
                return sender.receive(bytes, length, nowNanos);
            }
        }
        return false;
    }

    /** Whether there is a session that takes messages; if not, open one. */
    public boolean isOpen() {
        return !newestFirst.isEmpty() && !newestFirst.peekFirst().isClosed();
    }

    /** Whether nothing is on its way. */
    public boolean isIdle() {
        return newestFirst.stream().allMatch(DatagramSender::isIdle);
    }

    /** Bytes of messages that were offered and are not finished. */
    public long queuedBytes() {
        return newestFirst.stream().mapToLong(DatagramSender::queuedBytes).sum();
    }

    /** Largest array that {@link #receive} needs. */
    public static int maxDatagram() {
        return DatagramLayout.MAX_DATAGRAM;
    }

    /** Tells the server that no more comes. */
    public void close() {
        newestFirst.forEach(DatagramSender::close);
    }
}
