package io.dayreel.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes a process, mostly a JVM, step by step, then starts it.
 *
 * <pre>{@code
 * ServiceProcess ingest = ServiceCommand.jar("ingest", Path.of("target/quarkus-app/quarkus-run.jar"))
 *         .environment("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers())
 *         .property("quarkus.http.port", "0")
 *         .readyWhen(Readiness.logLine("Listening on: http://[^:]+:(\\d+)"))
 *         .start();
 * }</pre>
 */
public final class ServiceCommand {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final Path program;
    private final List<String> target;
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Readiness readiness = Readiness.logLine("(?i)ready|started");
    private Duration readyLimit = READY_LIMIT;
    private Path workingDirectory;
    private Path output;

    private ServiceCommand(String name, Path program, List<String> target) {
        this.name = name;
        this.program = program;
        this.target = List.copyOf(target);
        this.output = Path.of("target", "processes", name + "-" + System.nanoTime() + ".log");
    }

    /** A process that runs a jar, such as {@code quarkus-run.jar}. */
    public static ServiceCommand jar(String name, Path jar) {
        return new ServiceCommand(
                name, java(), List.of("-jar", jar.toAbsolutePath().toString()));
    }

    /** A process that runs a main class on the class path of this JVM. */
    public static ServiceCommand main(String name, String mainClass) {
        return main(name, mainClass, System.getProperty("java.class.path"));
    }

    /** A process that runs a main class on the given class path. */
    public static ServiceCommand main(String name, String mainClass, String classPath) {
        return new ServiceCommand(name, java(), List.of("-cp", classPath, mainClass));
    }

    /** A process of a program that is no JVM: only its arguments count, not JVM options or properties. */
    public static ServiceCommand program(String name, Path program) {
        return new ServiceCommand(name, program, List.of());
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Adds JVM options, such as {@code -Xmx256m}. */
    public ServiceCommand jvm(String... options) {
        jvmOptions.addAll(List.of(options));
        return this;
    }

    /**
     * For a JVM that lives for seconds: what its best compiler would save is never earned back, and takes a core from
     * the others while it works.
     */
    public ServiceCommand shortLived() {
        return jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /** Sets a system property. */
    public ServiceCommand property(String key, String value) {
        return jvm("-D" + key + "=" + value);
    }

    /** Sets an environment variable on top of this JVM's. */
    public ServiceCommand environment(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** Adds program arguments. */
    public ServiceCommand arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** Directory to start in; this JVM's if not given. */
    public ServiceCommand in(Path directory) {
        workingDirectory = directory;
        return this;
    }

    /** File for the output; {@code target/processes/} if not given. */
    public ServiceCommand outputTo(Path file) {
        output = file;
        return this;
    }

    /** What tells that the process serves. */
    public ServiceCommand readyWhen(Readiness condition) {
        readiness = condition;
        return this;
    }

    /** How long {@link #start()} and {@link ServiceProcess#restart()} wait; 60 s if not given. */
    public ServiceCommand readyWithin(Duration limit) {
        readyLimit = limit;
        return this;
    }

    /** Starts the process and waits until it is ready. The caller closes it. Later changes here do not reach it. */
    public ServiceProcess start() {
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for " + output, e);
        }
        return ServiceProcess.start(copy());
    }

    private ServiceCommand copy() {
        ServiceCommand copy = new ServiceCommand(name, program, target);
        copy.jvmOptions.addAll(jvmOptions);
        copy.arguments.addAll(arguments);
        copy.environment.putAll(environment);
        copy.readiness = readiness;
        copy.readyLimit = readyLimit;
        copy.workingDirectory = workingDirectory;
        copy.output = output.toAbsolutePath();
        return copy;
    }

    String name() {
        return name;
    }

    Readiness readiness() {
        return readiness;
    }

    Duration readyLimit() {
        return readyLimit;
    }

    Path output() {
        return output;
    }

    Optional<Path> workingDirectory() {
        return Optional.ofNullable(workingDirectory);
    }

    Map<String, String> environment() {
        return environment;
    }

    List<String> commandLine() {
        List<String> line = new ArrayList<>();
        line.add(program.toString());
        line.addAll(jvmOptions);
        line.addAll(target);
        line.addAll(arguments);
        return line;
    }
}
