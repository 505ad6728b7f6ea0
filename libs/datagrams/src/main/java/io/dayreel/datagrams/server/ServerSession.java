package io.dayreel.datagrams.server;

import io.dayreel.datagrams.keys.PacketCiphers;
import io.dayreel.datagrams.keys.PacketKey;
import io.dayreel.datagrams.keys.PacketSealer;
import io.dayreel.datagrams.keys.SessionKeys;
import io.dayreel.datagrams.packet.DatagramException;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DatagramLayout;
import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.datagrams.packet.PacketRanges;
import io.dayreel.datagrams.packet.Payload;
import io.dayreel.datagrams.packet.ReplayWindow;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A session at one process of the server. Keep it for as long as the session lives: it holds the replay window and the
 * packet numbers of the key that this process seals with.
 *
 * <p>Answers go to where the authentic packet with the highest number came from, and never have more bytes in all than
 * came from there, so that nobody can turn the server on a third party. Not thread-safe.
 */
public final class ServerSession {
    /** What all sessions of a thread share: ciphers and the buffers that packets are opened into and sealed from. */
    public static final class Workbench {
        private final PacketCiphers ciphers = new PacketCiphers();
        private final Payload payload = new Payload();
        private final byte[] opened = new byte[DatagramLayout.MAX_DATAGRAM];
        private final byte[] plain = new byte[DatagramLayout.MAX_DATAGRAM];
        private final byte[] sealed = new byte[DatagramLayout.MAX_DATAGRAM];
    }

    /** The last receipt of a message has no later one that would tell the same if it is lost: it is said twice. */
    private static final int RECEIPTS = 2;

    private final Workbench bench;
    private final PacketKey deviceKey;
    private final PacketSealer sealer;
    private final ReplayWindow window = new ReplayWindow();
    private final PacketRanges received = new PacketRanges();
    private final Reassembly reassembly;
    private Optional<SocketAddress> returnAddress = Optional.empty();
    private long credit;
    private int receiptsDue;
    private boolean closed;

    /**
     * @param process this process's number
     * @param droppedMessages told of each unfinished message that is given up
     */
    public ServerSession(
            Workbench bench,
            SessionKeys keys,
            SessionName name,
            long process,
            Reassembling reassembling,
            Consumer<DropReason> droppedMessages) {
        this.bench = bench;
        this.deviceKey = keys.forDevice();
        this.sealer = PacketSealer.ofServer(keys, name.epoch(), name.session(), process);
        this.reassembly = new Reassembly(reassembling.limits(), reassembling.budget(), droppedMessages);
    }

    /** @param epoch of the master that the session's keys are derived from */
    public record SessionName(long session, int epoch) {}

    /** Bounds of what is put together. */
    public record Reassembling(ServerLimits limits, ReassemblyBudget budget) {}

    /** Whether a packet number can still be taken; asked before any cryptography. */
    public boolean mayBeNew(long packet) {
        return window.isNew(packet);
    }

    /** Whether packets are known to come from there; anybody can write a source address. */
    public boolean isReturnAddress(SocketAddress source) {
        return returnAddress.isPresent() && returnAddress.get().equals(source);
    }

    /**
     * Opens a packet whose header names this session, and takes what is in it.
     *
     * @param messages given a message that the packet completed
     * @return why it was not taken; empty if it was
     */
    public Optional<DropReason> receive(
            DatagramHeader header, SocketAddress source, long nowNanos, Consumer<byte[]> messages) {
        try {
            long packet = header.packet();
            if (!window.isNew(packet)) {
                return Optional.of(DropReason.REPLAYED);
            }
            int length = bench.ciphers.open(deviceKey, header, bench.opened);
            long highest = window.highest();
            window.accept(packet);
            credit(source, packet > highest, header.length());
            return take(bench.payload.wrap(bench.opened, length), packet, nowNanos, messages);
        } catch (DatagramException e) {
            return Optional.of(e.reason());
        }
    }

    private void credit(SocketAddress source, boolean newest, int bytes) {
        if (isReturnAddress(source)) {
            credit += bytes;
        } else if (newest) {
            returnAddress = Optional.of(source);
            credit = bytes;
        }
    }

    private Optional<DropReason> take(Payload payload, long packet, long nowNanos, Consumer<byte[]> messages) {
        if (payload.kind() == DatagramLayout.CLOSE) {
            closed = true;
            reassembly.clear();
            return Optional.empty();
        }
        if (payload.kind() != DatagramLayout.FRAGMENT) {
            return Optional.of(DropReason.MALFORMED);
        }
        Optional<DropReason> dropped = reassembly.add(payload, nowNanos, messages);
        // What found no memory is not receipted, so that the device sends it again.
        if (dropped.filter(reason -> reason == DropReason.REASSEMBLY_FULL).isEmpty()) {
            received.add(packet);
            receiptsDue = RECEIPTS;
        }
        return dropped;
    }

    /** Gives up messages whose fragments did not come in time. */
    public void expire(long nowNanos) {
        reassembly.expire(nowNanos);
    }

    /** Whether the device said that it is done. */
    public boolean isClosed() {
        return closed;
    }

    /** Sends a receipt of what came last, if the last two do not both tell of it and what was received allows its size. */
    public void sendReceipt(DatagramOutput output) {
        if (receiptsDue > 0 && send(received.writeReceipt(bench.plain, room()), output)) {
            receiptsDue--;
        }
    }

    /**
     * Sends an acknowledgement, if what was received allows its size.
     *
     * @param level 1 received · 2 replicated · 3 archived
     * @return whether it was sent
     */
    public boolean acknowledge(int level, Day day, int run, CounterRanges ranges, DatagramOutput output) {
        return send(Payload.writeAcknowledgement(bench.plain, room(), level, day, run, ranges), output);
    }

    private int room() {
        return (int) Math.min(credit, DatagramLayout.MAX_DATAGRAM) - sealer.overhead();
    }

    private boolean send(int payloadLength, DatagramOutput output) {
        if (payloadLength == 0 || returnAddress.isEmpty()) {
            return false;
        }
        int length = sealer.seal(bench.ciphers, bench.plain, payloadLength, bench.sealed);
        credit -= length;
        output.send(bench.sealed, length, returnAddress.get());
        return true;
    }

    /** Forgets unfinished messages; the session can go on. */
    public void clear() {
        reassembly.clear();
    }

    /** Bytes charged for unfinished messages. */
    public long reassemblyBytes() {
        return reassembly.cost();
    }
}
