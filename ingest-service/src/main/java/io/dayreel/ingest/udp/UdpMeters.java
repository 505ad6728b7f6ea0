package io.dayreel.ingest.udp;

import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.datagrams.server.ReassemblyBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of frames over UDP, all registered at once. Thread-safe. */
public final class UdpMeters {
    private final Counter packets;
    private final Counter bytes;
    private final Counter messages;
    private final Counter answers;
    private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

    public UdpMeters(MeterRegistry registry, KnownSessions sessions, ReassemblyBudget reassembly) {
        packets = Counter.builder("dayreel.ingest.udp.packets")
                .description("UDP packets received")
                .register(registry);
        bytes = Counter.builder("dayreel.ingest.udp.bytes")
                .description("Bytes of UDP packets received")
                .register(registry);
        messages = Counter.builder("dayreel.ingest.udp.messages")
                .description("Messages that came whole over UDP")
                .register(registry);
        answers = Counter.builder("dayreel.ingest.udp.answers")
                .description("UDP packets sent: receipts and acknowledgements")
                .register(registry);
        for (DropReason reason : DropReason.values()) {
            dropped.put(
                    reason,
                    Counter.builder("dayreel.ingest.udp.dropped")
                            .description("UDP packets and messages that were dropped")
                            .tag("reason", reason.tag())
                            .register(registry));
        }
        Gauge.builder("dayreel.ingest.udp.sessions", sessions, KnownSessions::size)
                .description("UDP sessions of the installation")
                .register(registry);
        Gauge.builder("dayreel.ingest.udp.reassembly.bytes", reassembly, ReassemblyBudget::used)
                .description("Bytes of messages of which not all fragments have come")
                .register(registry);
    }

    void received(int length) {
        packets.increment();
        bytes.increment(length);
    }

    void message() {
        messages.increment();
    }

    void answered() {
        answers.increment();
    }

    void dropped(DropReason reason) {
        dropped.get(reason).increment();
    }
}
