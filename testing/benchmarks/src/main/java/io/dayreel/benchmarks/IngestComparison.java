package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Fleet;
import io.dayreel.benchmarks.ingest.Contender;
import io.dayreel.benchmarks.ingest.DayreelIngest;
import io.dayreel.benchmarks.ingest.IngestRound;
import io.dayreel.benchmarks.ingest.IngestSize;
import io.dayreel.benchmarks.ingest.KafkaIngest;
import io.dayreel.benchmarks.ingest.PlainReaders;
import io.dayreel.benchmarks.ingest.RelayIngest;
import io.dayreel.benchmarks.process.MachineUse;
import io.dayreel.benchmarks.report.Spread;
import io.dayreel.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Durable ingest of Dayreel, of Kafka alone and of a bare relay, in turns. */
final class IngestComparison {
    private static final int DEVICES = 32;
    private static final double GOAL = 0.8;

    private final Bench bench;
    private final Fleet cameras;
    private final Map<Contender, List<IngestRound>> rounds = new LinkedHashMap<>();
    private final Map<Contender, List<Double>> othersPercent = new LinkedHashMap<>();

    IngestComparison(Bench bench) {
        this.bench = bench;
        this.cameras = new Fleet(bench.installation(), "cam", bench.day());
    }

    /** Measures everything and returns the result as Markdown. */
    String measure() throws InterruptedException {
        IngestSize size = IngestSize.of(
                DEVICES,
                bench.plan().ingestBytes(),
                (long) (bench.plan().ingestBytes() * Plan.WARM_UP_SHARE),
                cameras.source().meanMessageBytes());
        var directory = bench.directory();
        var installation = bench.installation();
        Fleet same = new Fleet(installation, "cam", bench.day());
        try (PlainReaders readers = PlainReaders.start(installation.bootstrapServers(), directory);
                KafkaIngest kafka = KafkaIngest.start(installation, readers, size, directory);
                RelayIngest relay = new RelayIngest(installation, readers, bench.load(), same, size, directory)) {
            List<Contender> contenders =
                    List.of(new DayreelIngest(installation, bench.load(), cameras, size), kafka, relay);
            contenders.forEach(each -> rounds.put(each, new ArrayList<>()));
            // The first round is only there to warm up.
            for (int round = 0; round <= bench.plan().repeats(); round++) {
                for (Contender each : contenders) {
                    measure(each, round);
                }
            }
            return report(contenders, size);
        }
    }

    private void measure(Contender contender, int round) throws InterruptedException {
        bench.awaitQuiet();
        MachineUse before = MachineUse.now();
        IngestRound found = contender.measure(round);
        double others = MachineUse.now().othersSince(before);
        bench.progress(String.format(
                Locale.ROOT,
                "  round %d %s: %.1f MB/s, with readers %.1f MB/s, %.2f CPU-s/GB, others used %.0f %% of the machine",
                round,
                contender.name(),
                found.megabytesPerSecond(),
                found.throughMegabytesPerSecond(),
                found.cpuSecondsPerGigabyte(),
                others * 100));
        if (round > 0) {
            othersPercent.computeIfAbsent(contender, first -> new ArrayList<>()).add(others * 100);
            rounds.get(contender).add(found);
        }
    }

    /** Dayreel's median, MB/s until the readers had everything. */
    double megabytesPerSecond() {
        return rounds.entrySet().stream()
                .filter(each -> each.getKey() instanceof DayreelIngest)
                .map(each -> Spread.of(values(each.getValue(), IngestRound::throughMegabytesPerSecond)))
                .findFirst()
                .orElseThrow()
                .median();
    }

    private String report(List<Contender> contenders, IngestSize size) {
        double framesPerMessage = cameras.source().firstCounter(1200) / 1200.0;
        Table table = new Table(
                "",
                "MB/s acknowledged",
                "MB/s, readers too",
                "records/s",
                "frames/s",
                "CPU-s per GB",
                "used by others (%)");
        for (Contender each : contenders) {
            List<IngestRound> found = rounds.get(each);
            table.row(
                    each.name(),
                    Spread.of(values(found, IngestRound::megabytesPerSecond)).text(1),
                    Spread.of(values(found, IngestRound::throughMegabytesPerSecond))
                            .text(1),
                    Spread.of(values(found, IngestRound::recordsPerSecond)).text(0),
                    Spread.of(values(found, round -> round.recordsPerSecond() * framesPerMessage))
                            .text(0),
                    Spread.of(values(found, IngestRound::cpuSecondsPerGigabyte)).text(2),
                    Spread.of(othersPercent.get(each).stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray())
                            .text(0));
        }
        return String.format(
                        Locale.ROOT,
                        "%d devices, messages of %d bytes on average, %.0f MB a round, %d rounds in turns; median (smallest–largest)%n%n",
                        size.devices(),
                        size.messageBytes(),
                        (double) size.allMessages() * size.messageBytes() / 1e6,
                        bench.plan().repeats())
                + table + "\n" + ratios(contenders) + "\n" + cpu(contenders);
    }

    private String ratios(List<Contender> contenders) {
        Table table = new Table("Dayreel compared with", "acknowledged", "readers too", "goal");
        List<IngestRound> own = rounds.get(contenders.get(0));
        for (Contender other : contenders.subList(1, contenders.size())) {
            List<IngestRound> others = rounds.get(other);
            Spread acknowledged = ratio(own, others, IngestRound::megabytesPerSecond);
            Spread through = ratio(own, others, IngestRound::throughMegabytesPerSecond);
            table.row(
                    other.name(),
                    acknowledged.text(2),
                    through.text(2),
                    "≥ " + GOAL + (acknowledged.median() >= GOAL ? " met" : " missed")
                            + (through.median() >= GOAL ? ", met" : ", missed"));
        }
        return table.toString();
    }

    private static Spread ratio(List<IngestRound> own, List<IngestRound> others, ToDoubleFunction<IngestRound> figure) {
        double[] ratios = new double[own.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(own.get(i)) / figure.applyAsDouble(others.get(i));
        }
        return Spread.of(ratios);
    }

    private String cpu(List<Contender> contenders) {
        Table table = new Table("CPU-s per GB", "process", "median");
        for (Contender each : contenders) {
            List<IngestRound> found = rounds.get(each);
            Set<String> processes = new TreeSet<>(found.get(0).cpuSeconds().keySet());
            for (String process : processes) {
                table.row(
                        each.name(),
                        process,
                        Spread.of(values(found, round -> round.cpuSecondsPerGigabyte(process)))
                                .text(2));
            }
        }
        return table.toString();
    }

    private static double[] values(List<IngestRound> rounds, ToDoubleFunction<IngestRound> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }
}
