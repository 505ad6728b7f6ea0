package io.dayreel.systemtests.cloud;

import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** {@code dayreel up} as a process of its own over a data directory. */
public final class StandaloneCloud implements Cloud {
    private static final Path JAR = Path.of("standalone", "target", "quarkus-app", "quarkus-run.jar");

    private final Path data;
    private final URI address;
    private final ServiceProcess process;

    private StandaloneCloud(Path data, URI address, ServiceProcess process) {
        this.data = data;
        this.address = address;
        this.process = process;
    }

    public static StandaloneCloud start(Path data) {
        return start(data, Map.of());
    }

    /** @param settings configuration on top of the default */
    public static StandaloneCloud start(Path data, Map<String, String> settings) {
        int port = FreePort.next();
        ServiceCommand command = ServiceCommand.jar(
                        "standalone", SampleFootage.repositoryRoot().resolve(JAR))
                .jvm("-Xmx768m")
                .shortLived()
                .arguments("--port", Integer.toString(port), "--data", data.toString())
                .readyWhen(Readiness.httpOk("http://127.0.0.1:" + port + "/q/health/ready"))
                .readyWithin(Duration.ofSeconds(120));
        settings.forEach(command::property);
        return new StandaloneCloud(data, URI.create("http://127.0.0.1:" + port), command.start());
    }

    public ServiceProcess process() {
        return process;
    }

    public URI address() {
        return address;
    }

    public Path data() {
        return data;
    }

    @Override
    public URI ingest() {
        return address;
    }

    @Override
    public URI streamer() {
        return address;
    }

    @Override
    public URI indexer() {
        return address;
    }

    @Override
    public URI sync() {
        return address;
    }

    @Override
    public Tokens tokens() {
        return Tokens.from(data.resolve("keys"));
    }

    @Override
    public void close() {
        process.close();
    }
}
