package io.dayreel.charttests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The configuration keys that the chart takes for a service, one a line, so that a mistyped one is refused when it is
 * installed: a service passes over keys that it does not know. They come from docs/reference/configuration.md.
 */
final class ConfigurationKeys {
    static final String FILE = "helm/dayreel/files/configuration-keys.txt";

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(dayreel\\.[a-z0-9.-]+)` \\|");
    private static final String NOT_OF_SERVICES = "dayreel.standalone.";

    private ConfigurationKeys() {}

    /** @param repository the folder that holds {@code docs} */
    static List<String> documented(Path repository) throws IOException {
        return ROW.matcher(Files.readString(repository.resolve("docs/reference/configuration.md")))
                .results()
                .map(row -> row.group(1))
                .filter(key -> !key.startsWith(NOT_OF_SERVICES))
                .sorted()
                .distinct()
                .toList();
    }
}
