package io.dayreel.benchmarks.cloud;

import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import io.dayreel.testkit.s3.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The object store of an installation. The owner closes it. */
record BenchStore(String text, Map<String, String> configuration, Optional<ServiceProcess> process)
        implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final String BUCKET = "bench";
    private static final String ACCESS_KEY = "bench-access-key";
    private static final String SECRET_KEY = "bench-secret-key";

    static BenchStore start(Path directory, StoreKind kind) {
        Path objects = directory.resolve("store");
        if (kind == StoreKind.DIRECTORY) {
            return new BenchStore(
                    "a directory as store",
                    Map.of("dayreel.object-store.location", objects.toUri().toString()),
                    Optional.empty());
        }
        ServiceProcess server = ServiceCommand.main("s3", S3Server.class.getName())
                .jvm("-Xmx512m")
                .arguments("0", objects.toString(), ACCESS_KEY, SECRET_KEY, BUCKET)
                .outputTo(directory.resolve("s3.log"))
                .readyWhen(Readiness.logLine("ready (\\S+)"))
                .readyWithin(READY)
                .start();
        return new BenchStore(
                "an S3 server on the same machine as store",
                Map.of(
                        "dayreel.object-store.location",
                        "s3://" + BUCKET + "/segments",
                        "dayreel.object-store.endpoint",
                        server.readyMatch().group(1),
                        "dayreel.object-store.region",
                        "us-east-1",
                        "dayreel.object-store.access-key",
                        ACCESS_KEY,
                        "dayreel.object-store.secret-key",
                        SECRET_KEY),
                Optional.of(server));
    }

    @Override
    public void close() {
        process.ifPresent(ServiceProcess::close);
    }
}
