package io.dayreel.ingest.testing;

import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ingest as a process of its own beside a broker as a process of its own, so that either can be stopped. */
public final class BrokerAndIngest implements AutoCloseable {
    private final Path directory;
    private final List<Runnable> stops = new ArrayList<>();

    public BrokerAndIngest(Path directory) {
        this.directory = directory;
    }

    public ServiceProcess startBroker() {
        ServiceProcess broker = ServiceCommand.main("broker", "io.dayreel.broker.BrokerMain")
                .arguments("--data", directory.resolve("broker").toString())
                .arguments("--port", Integer.toString(FreePort.next()))
                .readyWhen(Readiness.logLine("ready (\\S+)"))
                .start();
        stops.add(broker::close);
        return broker;
    }

    /** Ingest with a heap of 256 MB, not started yet. */
    public ServiceCommand ingest(String bootstrap) throws IOException {
        InstallationKeys keys = InstallationKeys.createIfAbsent(directory.resolve("keys"));
        return ServiceCommand.jar("ingest", Path.of("target/quarkus-app/quarkus-run.jar"))
                .jvm("-Xmx256m")
                .shortLived()
                .property("quarkus.http.port", Integer.toString(FreePort.next()))
                .property("dayreel.kafka.bootstrap-servers", bootstrap)
                .property("dayreel.topics.create", "true")
                .property("dayreel.topics.partitions", "4")
                .property("dayreel.topics.replication", "1")
                .property("dayreel.access.public-key", keys.publicKey().toString())
                .property("dayreel.access.shared-secret", keys.sharedSecret().toString())
                .readyWhen(Readiness.logLine("Listening on: http://[^:]+:(\\d+)"));
    }

    /** Starts ingest; it is stopped with the rest. */
    public ServiceProcess start(ServiceCommand ingest) {
        ServiceProcess process = ingest.start();
        stops.add(process::close);
        return process;
    }

    /** Where a started ingest listens. */
    public static int port(ServiceProcess ingest) {
        return Integer.parseInt(ingest.readyMatch().group(1));
    }

    public String token(String device) {
        return Tokens.of(directory.resolve("keys").toString(), Role.DEVICE, "demo", device);
    }

    /** The device {@code cam}, connected. */
    public TestDevice camera(ServiceProcess ingest) {
        TestDevice device = TestDevice.connect(port(ingest), token("cam"), "");
        stops.add(device::close);
        return device;
    }

    /** Stops what was started last first. */
    @Override
    public void close() {
        for (int i = stops.size() - 1; i >= 0; i--) {
            stops.get(i).run();
        }
    }
}
