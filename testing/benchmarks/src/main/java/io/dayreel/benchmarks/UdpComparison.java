package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Fleet;
import io.dayreel.benchmarks.load.LoadOrder;
import io.dayreel.benchmarks.process.MachineUse;
import io.dayreel.benchmarks.report.Spread;
import io.dayreel.benchmarks.report.Table;
import io.dayreel.benchmarks.udp.UdpFleet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Durable ingest over UDP beside the WebSocket, in turns: the same messages, as fast as acknowledged. */
final class UdpComparison {
    private static final int DEVICES = 16;
    private static final double SHARE = 0.1;

    private final Bench bench;
    private final Fleet cameras;
    private final List<Double> webSocket = new ArrayList<>();
    private final List<Double> udp = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> repeats = new ArrayList<>();
    private final List<Double> others = new ArrayList<>();

    UdpComparison(Bench bench) {
        this.bench = bench;
        this.cameras = new Fleet(bench.installation(), "ws", bench.day());
    }

    /** Measures everything and returns the result as Markdown. */
    String measure() throws IOException, InterruptedException {
        long bytes = (long) (bench.plan().ingestBytes() * SHARE);
        long messages = Math.max(1, bytes / DEVICES / cameras.source().meanMessageBytes());
        try (UdpFleet fleet = UdpFleet.open(bench.installation(), cameras.source(), bench.day(), DEVICES)) {
            // The first round is only there to warm up.
            for (int round = 0; round <= bench.plan().repeats(); round++) {
                round(fleet, messages, round > 0);
            }
        }
        Table table = new Table("", "MB/s acknowledged");
        table.row("WebSocket", spread(webSocket).text(1));
        table.row("UDP", spread(udp).text(1));
        table.row("UDP / WebSocket", spread(ratios).text(2));
        return String.format(
                Locale.ROOT,
                "%d devices on loopback, messages of %d bytes on average, %.0f MB a round, %d rounds in turns; median"
                        + " (smallest–largest)%n%n%s%nPackets sent for one that was needed: %s; others used %s %% of the"
                        + " machine%n",
                DEVICES,
                cameras.source().meanMessageBytes(),
                bytes / 1e6,
                bench.plan().repeats(),
                table,
                spread(repeats).text(2),
                spread(others).text(0));
    }

    private void round(UdpFleet fleet, long messages, boolean counts) throws IOException, InterruptedException {
        bench.awaitQuiet();
        MachineUse before = MachineUse.now();
        LoadOrder order = cameras.saturating(DEVICES, 0, messages);
        double overWebSocket = bench.load().run(order, () -> {}).result().megabytesPerSecond();
        bench.awaitQuiet();
        UdpFleet.Round overUdp = fleet.send(messages);
        double othersPercent = 100 * MachineUse.now().othersSince(before);
        bench.progress(String.format(
                Locale.ROOT,
                "  WebSocket %.1f MB/s, UDP %.1f MB/s, %d packets, %d messages again, others used %.0f %%",
                overWebSocket,
                overUdp.megabytesPerSecond(),
                overUdp.packets(),
                overUdp.again(),
                othersPercent));
        if (counts) {
            webSocket.add(overWebSocket);
            udp.add(overUdp.megabytesPerSecond());
            ratios.add(overUdp.megabytesPerSecond() / overWebSocket);
            repeats.add((double) overUdp.packets() / needed(messages, overUdp.bytes()));
            others.add(othersPercent);
        }
    }

    /** Packets without any repeat, to within one for each message. */
    private static double needed(long messages, long bytes) {
        return DEVICES * messages / 2.0 + bytes / 1155.0;
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
