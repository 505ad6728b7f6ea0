package io.dayreel.benchmarks.ingest;

import io.dayreel.benchmarks.cloud.Fleet;
import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.load.LoadOrder;
import io.dayreel.benchmarks.load.LoadProcess;
import io.dayreel.benchmarks.process.ProcessUse;
import java.util.HashMap;
import java.util.Map;

/** Dayreel: devices send over WebSocket as fast as acknowledged, writer and streamer read. */
public final class DayreelIngest implements Contender {
    private final Installation installation;
    private final LoadProcess load;
    private final Fleet fleet;
    private final IngestSize size;
    private final ReadersOfFrames readers;

    public DayreelIngest(Installation installation, LoadProcess load, Fleet fleet, IngestSize size) {
        this.installation = installation;
        this.load = load;
        this.fleet = fleet;
        this.size = size;
        this.readers = new ReadersOfFrames(installation);
    }

    @Override
    public String name() {
        return "Dayreel";
    }

    @Override
    public IngestRound measure(int round) throws InterruptedException {
        LoadOrder order = fleet.saturating(size.devices(), size.warmUpMessages(), size.messages());
        long frames =
                fleet.source().firstCounter(order.endMessage()) - fleet.source().firstCounter(order.firstMessage());
        ReadersOfFrames.Mark mark = readers.mark();
        Map<String, Double> before = new HashMap<>();
        LoadProcess.Outcome outcome = load.run(order, () -> before.putAll(ProcessUse.cpuSeconds(installation.pids())));
        long readNanos = readers.awaitAll(mark, frames * size.devices());
        Map<String, Double> after = ProcessUse.cpuSeconds(installation.pids());
        double behind = Math.max(0, (readNanos - outcome.endNanos()) / 1e9);
        return new IngestRound(
                outcome.result().bytes(),
                outcome.result().messages(),
                outcome.result().seconds(),
                outcome.result().seconds() + behind,
                ProcessUse.between(before, after));
    }
}
