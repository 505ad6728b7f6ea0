package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Fleet;
import io.dayreel.benchmarks.cloud.Service;
import io.dayreel.benchmarks.ingest.DayreelIngest;
import io.dayreel.benchmarks.ingest.IngestSize;
import io.dayreel.benchmarks.profile.Recording;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where services spend their time under full load; in a round of its own, since sampling costs something. */
final class Profiles {
    private static final int DEVICES = 32;
    private static final List<Service> PROFILED = List.of(Service.INGEST, Service.WRITER, Service.STREAMER);

    private final Bench bench;

    Profiles(Bench bench) {
        this.bench = bench;
    }

    String measure() throws InterruptedException {
        Fleet fleet = new Fleet(bench.installation(), "profiled", bench.day());
        IngestSize size = IngestSize.of(
                DEVICES, bench.plan().ingestBytes(), 0, fleet.source().meanMessageBytes());
        bench.awaitQuiet();
        Map<Service, Recording> recordings = new EnumMap<>(Service.class);
        for (Service service : PROFILED) {
            recordings.put(
                    service,
                    Recording.start(
                            bench.installation().pid(service),
                            bench.directory().resolve(service.shortName() + ".jfr")));
        }
        new DayreelIngest(bench.installation(), bench.load(), fleet, size).measure(0);
        StringBuilder text = new StringBuilder();
        recordings.forEach((service, recording) -> text.append("### ")
                .append(service.moduleName())
                .append("\n\n")
                .append(recording.stop())
                .append('\n'));
        return text.toString();
    }
}
