package io.dayreel.systemtests.cloud;

import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine's nginx with the configuration that the documents recommend. The owner closes it. */
public final class Edge implements AutoCloseable {
    private static final String CONFIGURATION = "docs/operations/edge";

    private final URI address;
    private final ServiceProcess process;

    private Edge(URI address, ServiceProcess process) {
        this.address = address;
        this.process = process;
    }

    /** The machine's nginx, if it has one; Debian puts it where users' paths do not lead. */
    public static Optional<Path> program() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param directory for its caches
     * @param origins streamer instances, whether they live or not
     */
    public static Edge start(Path nginx, Path directory, List<URI> origins) {
        URI address = URI.create("http://127.0.0.1:" + FreePort.next());
        try {
            Files.createDirectories(directory.resolve("cache"));
            Files.createDirectories(directory.resolve("logs"));
            Files.copy(
                    SampleFootage.repositoryRoot().resolve(CONFIGURATION).resolve("nginx.conf"),
                    directory.resolve("nginx.conf"));
            Files.writeString(directory.resolve("listen.conf"), "listen " + address.getAuthority() + ";\n");
            Files.writeString(
                    directory.resolve("origins.conf"),
                    origins.stream()
                            .map(origin -> "server " + origin.getAuthority() + " max_fails=3 fail_timeout=2s;\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException("no configuration in " + directory, e);
        }
        return new Edge(
                address,
                ServiceCommand.program("nginx", nginx)
                        .arguments("-p", directory + "/", "-c", "nginx.conf")
                        // Otherwise root's nginx works as another user, who may not enter a test's directory.
                        .arguments("-g", "daemon off; user " + System.getProperty("user.name") + ";")
                        .readyWhen(Readiness.httpOk(address + "/edge-health"))
                        .readyWithin(Duration.ofSeconds(20))
                        .start());
    }

    public URI address() {
        return address;
    }

    @Override
    public void close() {
        process.close();
    }
}
