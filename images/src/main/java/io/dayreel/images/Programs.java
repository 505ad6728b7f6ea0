package io.dayreel.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the programs of a built repository: five Quarkus applications and the command. */
final class Programs {
    private static final String DEPENDENCIES = "quarkus-app-dependencies.txt";

    private final Path root;
    private final Path smallerJars;

    /** @param smallerJars folder for jars without other platforms' natives */
    Programs(Path root, Path smallerJars) {
        this.root = root;
        this.smallerJars = smallerJars;
    }

    /** All five. @throws IllegalStateException naming what is not built */
    List<Program> services() throws IOException {
        return List.of(
                service("ingest", "Terminates devices: WebSocket, UDP, HTTP.", Set.of("8080/tcp", "8080/udp")),
                service("writer", "Puts every frame into object storage.", Set.of("8080/tcp")),
                service("indexer", "Knows what is stored, and seals ended days.", Set.of("8080/tcp")),
                service("streamer", "Serves viewers live and past, and the page.", Set.of("8080/tcp")),
                service("sync", "Knows what is missing, and asks devices for it.", Set.of("8080/tcp")));
    }

    private Program service(String service, String description, Set<String> ports) throws IOException {
        Path app = built(root.resolve(service + "-service/target/quarkus-app"), "quarkus-run.jar");
        Map<String, Coordinates> named = new HashMap<>();
        for (String line : Files.readAllLines(app.resolve(DEPENDENCIES))) {
            Coordinates each = Coordinates.ofQuarkus(line);
            named.put(each.group() + "." + each.fileName(), each);
        }
        List<Library> libraries = new ArrayList<>();
        SortedMap<String, Path> application = new TreeMap<>();
        for (Path file : files(app)) {
            String path = app.relativize(file).toString();
            if (path.startsWith("lib/")) {
                libraries.add(library(file, path, named));
            } else if (!path.equals(DEPENDENCIES)) {
                application.put(path, file);
            }
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_HTTP_HOST", "0.0.0.0");
        if (!service.equals("ingest")) {
            environment.put(
                    "DAYREEL_" + service.toUpperCase(java.util.Locale.ROOT) + "_STATE_DIRECTORY",
                    ImageLayout.STATE + "/" + service);
        }
        List<String> command = List.of("-jar", ImageLayout.APPLICATION + "/quarkus-run.jar");
        return new Program(
                "dayreel-" + service,
                description,
                libraries,
                application,
                new Program.Start(command, environment, ports));
    }

    /** {@code dayreel}. @throws IllegalStateException if it is not built */
    Program command() throws IOException {
        Path target = built(root.resolve("cli/target"), "dependencies.txt");
        Map<String, Coordinates> named = new HashMap<>();
        for (String line : Files.readAllLines(target.resolve("dependencies.txt"))) {
            if (Coordinates.isListed(line)) {
                Coordinates each = Coordinates.ofListed(line);
                named.put(each.fileName(), each);
            }
        }
        List<Library> libraries = new ArrayList<>();
        for (Path file : files(target.resolve("lib"))) {
            libraries.add(library(file, "lib/" + file.getFileName(), named));
        }
        List<String> command = List.of(
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.cachedir=/tmp",
                "-cp",
                ImageLayout.APPLICATION + "/cli.jar:" + ImageLayout.APPLICATION + "/lib/*",
                "io.dayreel.cli.Dayreel");
        return new Program(
                "dayreel-cli",
                "The command dayreel, for jobs and trials.",
                libraries,
                new TreeMap<>(Map.of("cli.jar", jarOf(target))),
                new Program.Start(command, Map.of("HOME", "/tmp"), Set.of()));
    }

    private Library library(Path file, String path, Map<String, Coordinates> named) throws IOException {
        Coordinates coordinates = named.get(file.getFileName().toString());
        if (coordinates == null) {
            throw new IllegalStateException(file + " is in no list of dependencies: build its module anew, with clean");
        }
        return Library.of(PlatformJar.of(file, smallerJars), path, coordinates);
    }

    private static Path jarOf(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("cli-.*(?<!-sources|-javadoc|-tests)\\.jar"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException(target + " has no jar: ./mvnw -DskipTests package"));
        }
    }

    private static Path built(Path directory, String witness) {
        if (!Files.exists(directory.resolve(witness))) {
            throw new IllegalStateException(directory.resolve(witness) + " is missing: ./mvnw -DskipTests package");
        }
        return directory;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
