package io.dayreel.systemtests.images;

import io.dayreel.systemtests.cloud.Launch;
import io.dayreel.testkit.process.ServiceCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts services out of their images, with the folders and the environment that the chart gives them: state in
 * {@code /var/lib/dayreel}, keys in {@code /etc/dayreel/keys}, configuration by the names of environment variables.
 */
public abstract class ImageLaunch implements Launch {
    static final String USER = "10001";
    private static final Path STATE = Path.of("/var/lib/dayreel");
    private static final Path KEYS = Path.of("/etc/dayreel/keys");

    /** Ten JVMs share the machine of a test: the second compiler of each would take most of it for minutes. */
    public static final String MANY_ON_ONE_MACHINE = "-XX:TieredStopAtLevel=1";

    private Path keysOfServices;
    private String javaOptions = "";

    /** From now on with options of the JVM beside those of the image, as an operator gives them. */
    public final ImageLaunch withJavaOptions(String options) {
        javaOptions = options;
        return this;
    }

    /**
     * Builds the images, and starts them by a container engine where one answers, else unpacked.
     *
     * @param directory where to unpack; does not exist yet
     * @param memoryBytes limit of each process
     * @throws NoImagesHereException where neither is possible
     */
    public static ImageLaunch here(Path directory, long memoryBytes) throws NoImagesHereException, IOException {
        boolean engine = DockerLaunch.answers();
        Optional<String> refused = engine ? Optional.empty() : UnpackedLaunch.refused();
        if (refused.isPresent()) {
            throw new NoImagesHereException("no container engine answers, and " + refused.get());
        }
        BuiltImages built = BuiltImages.into(Path.of("target/images").toAbsolutePath());
        return engine ? DockerLaunch.of(built, memoryBytes) : UnpackedLaunch.of(built, directory, memoryBytes);
    }

    @Override
    public final Path state(Path own) {
        return STATE;
    }

    /** Copies the services' keys to where their user may read them. */
    @Override
    public final synchronized Path keys(Path keys) {
        try {
            if (keysOfServices == null) {
                Path copies = owned(keys.resolveSibling("keys-of-services"));
                for (String name : List.of("access-public.pem", "shared.secret")) {
                    Files.copy(keys.resolve(name), copies.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                    own(copies.resolve(name));
                }
                keysOfServices = copies;
            }
            return KEYS;
        } catch (IOException e) {
            throw new UncheckedIOException("no copies of the keys", e);
        }
    }

    final synchronized Path keysOfServices() {
        return keysOfServices;
    }

    @Override
    public final ServiceCommand command(Instance instance) {
        Map<String, String> environment = new LinkedHashMap<>();
        instance.configuration().forEach((key, value) -> environment.put(environmentName(key), value));
        if (!javaOptions.isEmpty()) {
            environment.put("JAVA_TOOL_OPTIONS", javaOptions);
        }
        return start(instance, owned(instance.own()), environment);
    }

    /** @param state the instance's folder, which its user owns */
    abstract ServiceCommand start(Instance instance, Path state, Map<String, String> environment);

    /**
     * Runs {@code dayreel} out of its image to its end.
     *
     * @return what it printed
     * @throws IllegalStateException if its exit code is not 0
     */
    public final String command(Path state, Map<String, String> environment, String... arguments) {
        return runCommand(owned(state), environment, arguments)
                .orFail("dayreel")
                .output();
    }

    abstract ShellCommand.Result runCommand(Path state, Map<String, String> environment, String... arguments);

    /** {@code dayreel.writer.segment-max-age} as {@code DAYREEL_WRITER_SEGMENT_MAX_AGE}. */
    static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
    }

    private static Path owned(Path directory) {
        try {
            return own(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("no folder " + directory, e);
        }
    }

    private static Path own(Path file) throws IOException {
        UserPrincipal user =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
        try (Stream<Path> all = Files.walk(file)) {
            for (Path each : all.toList()) {
                Files.setOwner(each, user);
            }
        }
        return file;
    }
}
