package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.cloud.StoreKind;
import io.dayreel.benchmarks.load.LoadProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * All measurements, one after the other, on this machine; the result is Markdown on standard output, the progress goes
 * to standard error: {@code BenchmarkMain [--quick] [--repeats N] [--megabytes N] [--profile] [--no-store] [--queries]
 * [--udp] [--hls] [--uploads] [--s3] --directory DIR}. {@code --queries} asks sync alone, {@code --udp} compares UDP with the
 * WebSocket alone, {@code --hls} measures HLS alone, {@code --uploads} uploaded videos alone, {@code --s3} has an S3 server in place of a directory. The directory
 * is emptied at the end.
 */
public final class BenchmarkMain {
    private static final long DAY_MILLIS = 86_400_000;

    /** Kept here, since the log manager would forget the level of a logger that nobody holds. */
    private static final Logger KAFKA_LOG = Logger.getLogger("org.apache.kafka");

    /** What of it is wanted. */
    private enum Part {
        ALL,
        QUERIES,
        UDP,
        HLS,
        UPLOADS
    }

    private BenchmarkMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        KAFKA_LOG.setLevel(Level.WARNING);
        Plan plan = Plan.full();
        Part part = Part.ALL;
        StoreKind store = StoreKind.DIRECTORY;
        Path directory = Path.of("target", "benchmark-data");
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> plan = Plan.quick();
                case "--profile" -> plan = plan.withProfile();
                case "--megabytes" -> plan = plan.withIngestBytes(Long.parseLong(arguments[++i]) * 1_000_000);
                case "--no-store" -> plan = plan.withSingleRunBytes(0);
                case "--queries" -> part = Part.QUERIES;
                case "--udp" -> part = Part.UDP;
                case "--hls" -> part = Part.HLS;
                case "--uploads" -> part = Part.UPLOADS;
                case "--s3" -> store = StoreKind.S3;
                case "--repeats" -> plan = plan.withRepeats(Integer.parseInt(arguments[++i]));
                case "--directory" -> directory = Path.of(arguments[++i]);
                default -> {
                    System.err.println("unknown option " + arguments[i]
                            + "; usage: run [--quick] [--repeats N] [--megabytes N] [--profile] [--no-store]"
                            + " [--queries] [--udp] [--hls] [--uploads] [--s3] [--directory DIR]");
                    System.exit(2);
                }
            }
        }
        run(plan, Files.createDirectories(directory).toRealPath(), part, store);
    }

    private static void run(Plan plan, Path parent, Part part, StoreKind store)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent, "run-");
        int day = Math.toIntExact(InstantSource.system().millis() / DAY_MILLIS);
        try (Installation installation = Installation.start(directory, store);
                LoadProcess load = LoadProcess.start(directory)) {
            Bench bench = new Bench(plan, directory, installation, load, day);
            System.out.println("# Benchmark\n\n" + machine(directory));
            switch (part) {
                case QUERIES -> queries(bench);
                case UDP -> print("UDP beside the WebSocket", new UdpComparison(bench).measure());
                case HLS -> print("HLS", new HlsMeasurements(bench).measure());
                case UPLOADS -> print("Uploads", new UploadMeasurements(bench).measure());
                case ALL -> measure(bench);
            }
        } finally {
            delete(directory);
        }
    }

    private static void queries(Bench bench) throws IOException, InterruptedException {
        CompletenessQueries queries = new CompletenessQueries(bench);
        print("What is missing", queries.measure());
        if (bench.plan().profile()) {
            print("Profile of sync, asked what is missing", queries.profile());
        }
    }

    private static void measure(Bench bench) throws IOException, InterruptedException {
        Footprint footprint = new Footprint(bench);
        bench.progress("idle");
        footprint.watchIdle();
        if (bench.plan().singleRunBytes() > 0) {
            bench.progress("one run");
            print("Requests to the store", new StoreRequests(bench).measure());
        }
        bench.progress("durable ingest");
        IngestComparison ingest = new IngestComparison(bench);
        print("Durable ingest", ingest.measure());
        footprint.readLoaded();
        bench.progress("camera-hours");
        PacedLoad paced = new PacedLoad(bench, footprint);
        print("CPU per camera-hour", paced.cameraHours());
        bench.progress("latency");
        print("Latency at half of the limit", paced.atHalfOf(ingest.megabytesPerSecond()));
        print("Memory and start", footprint.report());
        bench.progress("what is missing");
        print("What is missing", new CompletenessQueries(bench).measure());
        if (bench.plan().profile()) {
            bench.progress("profile");
            print("Profile", new Profiles(bench).measure());
        }
    }

    private static void print(String title, String text) {
        System.out.println("## " + title + "\n\n" + text);
        System.out.flush();
    }

    private static String machine(Path directory) throws IOException {
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", "");
        return String.format(
                Locale.ROOT,
                "%d cores, %.0f GiB memory, Java %s, disk writes %.0f MB/s (1 GB, forced)%n",
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(memory) / 1024.0 / 1024.0,
                Runtime.version(),
                DiskSpeed.megabytesPerSecond(directory));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
