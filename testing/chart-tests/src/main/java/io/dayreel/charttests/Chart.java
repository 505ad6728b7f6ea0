package io.dayreel.charttests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A copy of the chart in a folder of its own, in which hooks are objects like any others: Helm's library leaves hooks
 * out of what it renders. Release and namespace are called {@code dayreel}.
 */
public final class Chart {
    private static final Pattern DOCUMENT = Pattern.compile("(?m)^---\\s*$");
    private static final Pattern SOURCE = Pattern.compile("(?m)^# Source: dayreel/(\\S+)$");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path repository;
    private final Path copy;

    private Chart(Path repository, Path copy) {
        this.repository = repository;
        this.copy = copy;
    }

    /** @param folder an empty folder, which the caller deletes */
    public static Chart copiedTo(Path folder) {
        Path repository = repositoryRoot();
        Path chart = repository.resolve("helm/dayreel");
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(chart.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace("helm.sh/hook", "dayreel.test/hook"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Chart(repository, folder);
    }

    /** The folder that holds {@code mvnw}. */
    public static Path repositoryRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "no folder with mvnw above " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    /** A file of the chart as it is in the repository. */
    public Path file(String name) {
        return repository.resolve("helm/dayreel").resolve(name);
    }

    /** What is rendered: values files of the chart in order, then single values, for a version of Kubernetes. */
    public record Order(List<String> valuesFiles, Map<String, String> values, String kubernetes) {
        public Order {
            valuesFiles = List.copyOf(valuesFiles);
            values = new LinkedHashMap<>(values);
        }

        /** With one values file, for Kubernetes 1.31. */
        public static Order of(String valuesFile) {
            return new Order(List.of(valuesFile), Map.of(), "1.31.0");
        }

        /** With a further value, a dotted key and what {@code --set} takes. */
        public Order with(String key, String value) {
            Map<String, String> more = new LinkedHashMap<>(values);
            more.put(key, value);
            return new Order(valuesFiles, more, kubernetes);
        }

        public Order on(String kubernetesVersion) {
            return new Order(valuesFiles, values, kubernetesVersion);
        }
    }

    /** The text that Helm renders. @throws IllegalStateException with Helm's sentence if it refuses */
    public String render(Order order) {
        TemplateCommand template = new Helm(copy)
                .template()
                .withName("dayreel")
                .withNamespace("dayreel")
                .withKubeVersion(order.kubernetes());
        order.valuesFiles().forEach(file -> template.withValuesFile(copy.resolve(file)));
        order.values().forEach(template::set);
        return template.call();
    }

    /** The objects in the order in which Helm gives them. */
    public List<Manifest> manifests(Order order) {
        List<Manifest> manifests = new ArrayList<>();
        for (String document : DOCUMENT.split(render(order))) {
            JsonNode content = read(document);
            if (content.isObject()) {
                var source = SOURCE.matcher(document);
                manifests.add(new Manifest(source.find() ? source.group(1) : "", content));
            }
        }
        return manifests;
    }

    /** What {@code helm lint --strict} finds with a values file in place of the chart's own. */
    public LintResult lint(String valuesFile) {
        Path own = copy.resolve("values.yaml");
        try {
            String before = Files.readString(own);
            Files.writeString(
                    own,
                    merged(
                            YAML.readTree(before),
                            YAML.readTree(copy.resolve(valuesFile).toFile())));
            try {
                return new Helm(copy).lint().strict().call();
            } finally {
                Files.writeString(own, before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String merged(JsonNode values, JsonNode over) throws IOException {
        return YAML.writeValueAsString(YAML.updateValue(values, over));
    }

    private static JsonNode read(String document) {
        try {
            return YAML.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
