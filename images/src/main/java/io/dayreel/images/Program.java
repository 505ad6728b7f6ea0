package io.dayreel.images;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one image holds and how it is started. Its files lie below {@link ImageLayout#APPLICATION}.
 *
 * @param name of the image, without registry and tag
 * @param libraries sorted by path, Dayreel's own modules among them
 * @param application the other files, by their paths in the image
 */
record Program(
        String name, String description, List<Library> libraries, SortedMap<String, Path> application, Start start) {

    /**
     * How it is started.
     *
     * @param command what follows java and the file of its flags
     * @param environment on top of what every image has
     * @param ports such as {@code 8080/tcp}
     */
    record Start(List<String> command, Map<String, String> environment, Set<String> ports) {
        Start {
            command = List.copyOf(command);
            environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
            ports = Set.copyOf(ports);
        }
    }

    Program {
        libraries = List.copyOf(libraries);
        application = Collections.unmodifiableSortedMap(new TreeMap<>(application));
    }
}
