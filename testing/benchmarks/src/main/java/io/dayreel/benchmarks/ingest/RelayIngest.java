package io.dayreel.benchmarks.ingest;

import io.dayreel.benchmarks.baseline.RelayMain;
import io.dayreel.benchmarks.cloud.Fleet;
import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.load.LoadOrder;
import io.dayreel.benchmarks.load.LoadProcess;
import io.dayreel.benchmarks.process.ProcessUse;
import io.dayreel.benchmarks.process.ToolProcess;
import io.dayreel.testkit.process.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bare relay from WebSocket to Kafka, under the same load as Dayreel. The owner closes it. */
public final class RelayIngest implements Contender, AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Installation installation;
    private final PlainReaders readers;
    private final LoadProcess load;
    private final Fleet fleet;
    private final IngestSize size;
    private final int port = FreePort.next();
    private final ToolProcess relay;

    /** Starts the relay's process. @param fleet of the same names as Dayreel's, so that partitions are the same */
    public RelayIngest(
            Installation installation,
            PlainReaders readers,
            LoadProcess load,
            Fleet fleet,
            IngestSize size,
            Path directory)
            throws InterruptedException {
        this.installation = installation;
        this.readers = readers;
        this.load = load;
        this.fleet = fleet;
        this.size = size;
        this.relay = ToolProcess.start(
                "relay",
                RelayMain.class,
                directory,
                Installation.JVM,
                installation.bootstrapServers(),
                Integer.toString(port));
        relay.await("ready", START_LIMIT);
    }

    @Override
    public String name() {
        return "bare relay";
    }

    @Override
    public IngestRound measure(int round) throws InterruptedException {
        String topic = "plain-relay-" + round;
        readers.begin(topic);
        LoadOrder order = through(topic, fleet.saturating(size.devices(), size.warmUpMessages(), size.messages()));
        Map<String, Double> before = new HashMap<>();
        LoadProcess.Outcome outcome = load.run(order, () -> before.putAll(ProcessUse.cpuSeconds(pids())));
        long readNanos = readers.awaitRecords(topic, size.allWarmUpMessages() + size.allMessages());
        Map<String, Double> after = ProcessUse.cpuSeconds(pids());
        readers.end(topic);
        double seconds = outcome.result().seconds();
        return new IngestRound(
                outcome.result().bytes(),
                outcome.result().messages(),
                seconds,
                seconds + Math.max(0, (readNanos - outcome.endNanos()) / 1e9),
                ProcessUse.between(before, after));
    }

    private LoadOrder through(String topic, LoadOrder order) {
        return new LoadOrder(
                port,
                "/relay?topic=" + topic,
                0,
                order.day(),
                order.run(),
                order.bitsPerSecond(),
                order.firstMessage(),
                order.warmUpMessages(),
                order.messages(),
                order.paced(),
                false,
                order.devices(),
                order.viewers());
    }

    private Map<String, Long> pids() {
        Map<String, Long> all = new LinkedHashMap<>(installation.brokerPid());
        all.put("relay", relay.pid());
        all.putAll(readers.pids());
        return all;
    }

    @Override
    public void close() {
        relay.close();
    }
}
