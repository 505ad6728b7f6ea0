package io.dayreel.charttests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of {@code k8s/}, made from the chart: {@code base} is what both sizes have in common, an overlay what
 * depends on the size, {@code topics} what has to run before, and nothing else is in them.
 */
public final class PlainManifests {
    private static final List<String> SIZES = List.of("small", "medium");
    private static final Set<String> HELMS_LABELS = Set.of("helm.sh/chart", "app.kubernetes.io/managed-by");
    private static final String KUSTOMIZATION = """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: dayreel
            resources:
            """;
    private static final String HEAD = "# Written by k8s/generate from helm/dayreel; change the chart.\n";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private final Chart chart;

    public PlainManifests(Chart chart) {
        this.chart = chart;
    }

    /** Text by path below {@code k8s/}. */
    public Map<String, String> files() {
        Map<String, Map<String, Manifest>> sizes = new LinkedHashMap<>();
        SIZES.forEach(size -> sizes.put(size, plain(size)));
        Map<String, Manifest> first = sizes.get(SIZES.get(0));
        Set<String> common = first.keySet().stream()
                .filter(id ->
                        sizes.values().stream().allMatch(all -> first.get(id).equals(all.get(id))))
                .collect(Collectors.toSet());

        Map<String, String> files = new TreeMap<>();
        write(
                files,
                "topics",
                List.of(),
                first.values().stream().filter(PlainManifests::isOfTopics).toList());
        write(
                files,
                "base",
                List.of(),
                first.values().stream()
                        .filter(manifest -> !isOfTopics(manifest) && common.contains(manifest.id()))
                        .toList());
        sizes.forEach((size, all) -> write(
                files,
                "overlays/" + size,
                List.of("../../base"),
                all.values().stream()
                        .filter(manifest -> !isOfTopics(manifest) && !common.contains(manifest.id()))
                        .toList()));
        return files;
    }

    private static boolean isOfTopics(Manifest manifest) {
        return manifest.name().equals("dayreel-topics");
    }

    /** By kind and name, without what only Helm looks at. */
    private Map<String, Manifest> plain(String size) {
        Map<String, Manifest> plain = new LinkedHashMap<>();
        for (Manifest manifest :
                chart.manifests(Chart.Order.of("values-" + size + ".yaml").with("tests.enabled", "false"))) {
            withoutHelm(manifest.content());
            plain.put(manifest.id(), manifest);
        }
        return plain;
    }

    private static void withoutHelm(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.get("labels") instanceof ObjectNode labels) {
                labels.remove(HELMS_LABELS);
            }
            if (object.get("annotations") instanceof ObjectNode annotations) {
                annotations.remove(
                        List.of("dayreel.test/hook", "dayreel.test/hook-weight", "dayreel.test/hook-delete-policy"));
                if (annotations.isEmpty()) {
                    object.remove("annotations");
                }
            }
        }
        node.forEach(PlainManifests::withoutHelm);
    }

    /** One file for each template, and the kustomization that lists them. */
    private static void write(Map<String, String> files, String folder, List<String> bases, List<Manifest> manifests) {
        Map<String, StringBuilder> texts = new TreeMap<>();
        for (Manifest manifest : manifests) {
            String file = manifest.source().substring(manifest.source().lastIndexOf('/') + 1);
            StringBuilder text = texts.computeIfAbsent(file, name -> new StringBuilder(HEAD));
            text.append("---\n").append(text(manifest.content()));
        }
        List<String> resources = new ArrayList<>(bases);
        resources.addAll(texts.keySet());
        StringBuilder kustomization = new StringBuilder(HEAD).append(KUSTOMIZATION);
        resources.forEach(
                resource -> kustomization.append("  - ").append(resource).append('\n'));
        files.put(folder + "/kustomization.yaml", kustomization.toString());
        texts.forEach((file, text) -> files.put(folder + "/" + file, text.toString()));
    }

    private static String text(JsonNode content) {
        try {
            return YAML.writeValueAsString(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
