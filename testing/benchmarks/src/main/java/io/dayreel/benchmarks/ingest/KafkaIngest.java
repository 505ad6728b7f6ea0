package io.dayreel.benchmarks.ingest;

import io.dayreel.benchmarks.baseline.ProducerPerformanceMain;
import io.dayreel.benchmarks.baseline.ProducerSettings;
import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.process.ProcessUse;
import io.dayreel.benchmarks.process.ToolProcess;
import io.dayreel.benchmarks.process.ToolProcess.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Kafka alone: its own ProducerPerformance with records of the mean message's size. The owner closes it. */
public final class KafkaIngest implements Contender, AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern TOTAL = Pattern.compile("\\d+ records sent, ([\\d.]+) records/sec .*99\\.9th.*");

    private final Installation installation;
    private final PlainReaders readers;
    private final IngestSize size;
    private final ToolProcess producer;

    private KafkaIngest(Installation installation, PlainReaders readers, IngestSize size, ToolProcess producer) {
        this.installation = installation;
        this.readers = readers;
        this.size = size;
        this.producer = producer;
    }

    /** Starts the producer's process. */
    public static KafkaIngest start(Installation installation, PlainReaders readers, IngestSize size, Path directory)
            throws InterruptedException {
        ToolProcess producer =
                ToolProcess.start("producer", ProducerPerformanceMain.class, directory, Installation.JVM);
        producer.await("ready", LIMIT);
        return new KafkaIngest(installation, readers, size, producer);
    }

    @Override
    public String name() {
        return "ProducerPerformance";
    }

    @Override
    public IngestRound measure(int round) throws InterruptedException {
        String topic = "plain-kafka-" + round;
        readers.begin(topic);
        produce(topic, size.allWarmUpMessages());
        readers.awaitRecords(topic, size.allWarmUpMessages());
        Map<String, Double> before = ProcessUse.cpuSeconds(pids());
        Line total = produce(topic, size.allMessages());
        long readNanos = readers.awaitRecords(topic, size.allWarmUpMessages() + size.allMessages());
        Map<String, Double> after = ProcessUse.cpuSeconds(pids());
        readers.end(topic);
        double seconds = size.allMessages() / recordsPerSecond(total);
        return new IngestRound(
                size.allMessages() * size.messageBytes(),
                size.allMessages(),
                seconds,
                seconds + Math.max(0, (readNanos - total.nanos()) / 1e9),
                ProcessUse.between(before, after));
    }

    private Line produce(String topic, long records) throws InterruptedException {
        String properties = ProducerSettings.like(installation.bootstrapServers()).entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
        producer.say("--topic " + topic + " --num-records " + records + " --record-size " + size.messageBytes()
                + " --throughput -1 --producer-props " + properties);
        Line total = producer.await(text -> TOTAL.matcher(text).matches(), LIMIT);
        producer.await("finished", LIMIT);
        return total;
    }

    private static double recordsPerSecond(Line total) {
        Matcher matcher = TOTAL.matcher(total.text());
        if (!matcher.matches()) {
            throw new IllegalStateException("not ProducerPerformance's total: " + total.text());
        }
        return Double.parseDouble(matcher.group(1));
    }

    private Map<String, Long> pids() {
        Map<String, Long> all = new LinkedHashMap<>(installation.brokerPid());
        all.put("producer", producer.pid());
        all.putAll(readers.pids());
        return all;
    }

    @Override
    public void close() {
        producer.close();
    }
}
