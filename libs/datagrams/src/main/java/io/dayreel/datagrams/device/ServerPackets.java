package io.dayreel.datagrams.device;

import io.dayreel.datagrams.keys.PacketCiphers;
import io.dayreel.datagrams.keys.PacketKey;
import io.dayreel.datagrams.packet.DatagramException;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DatagramLayout;
import io.dayreel.datagrams.packet.Payload;
import io.dayreel.datagrams.packet.ReplayWindow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opens what processes of the server send in a session. Each process has a key and a replay window of its own; the last
 * {@link #MAX_PROCESSES} that proved authentic are remembered.
 */
final class ServerPackets {
    private static final int MAX_PROCESSES = 16;

    private record ServerProcess(PacketKey key, ReplayWindow window) {}

    private final DeviceSession session;
    private final PacketCiphers ciphers;
    private final DatagramHeader header = new DatagramHeader();
    private final Payload payload = new Payload();
    private final byte[] opened = new byte[DatagramLayout.MAX_DATAGRAM];
    private final Map<Long, ServerProcess> processes = new LinkedHashMap<>();

    ServerPackets(DeviceSession session, PacketCiphers ciphers) {
        this.session = session;
        this.ciphers = ciphers;
    }

    /** @return the payload, valid until the next call; empty if the packet is not this session's, new and authentic */
    Optional<Payload> open(byte[] bytes, int length) {
        try {
            header.wrap(bytes, length, true);
            if (header.session() != session.session() || header.epoch() != session.epoch()) {
                return Optional.empty();
            }
            long number = header.process();
            ServerProcess known = processes.get(number);
            ServerProcess process =
                    known == null ? new ServerProcess(session.keys().forProcess(number), new ReplayWindow()) : known;
            if (!process.window.isNew(header.packet())) {
                return Optional.empty();
            }
            int payloadLength = ciphers.open(process.key, header, opened);
            process.window.accept(header.packet());
            if (known == null) {
                remember(number, process);
            }
            return Optional.of(payload.wrap(opened, payloadLength));
        } catch (DatagramException e) {
            return Optional.empty();
        }
    }

    private void remember(long number, ServerProcess process) {
        if (processes.size() >= MAX_PROCESSES) {
            processes.remove(processes.keySet().iterator().next());
        }
        processes.put(number, process);
    }
}
