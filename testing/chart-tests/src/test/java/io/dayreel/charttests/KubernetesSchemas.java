package io.dayreel.charttests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kept schemas of one version of Kubernetes and of the kinds that operators add to it. */
final class KubernetesSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V7);
    private final JsonNode cluster;
    private final JsonNode extensions;
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    KubernetesSchemas(String version) {
        cluster = read("kubernetes-" + version + ".json");
        extensions = read("extensions.json");
    }

    /** @return one sentence for each thing that the API server would refuse */
    List<String> broken(Manifest manifest) {
        return schemas.computeIfAbsent(manifest.type(), this::schema).validate(manifest.content()).stream()
                .map(problem -> manifest.id() + " " + problem.getInstanceLocation() + ": " + problem.getMessage())
                .toList();
    }

    private JsonSchema schema(String type) {
        JsonNode kind = cluster.path("kinds").path(type);
        if (kind.isObject()) {
            ObjectNode schema = kind.deepCopy();
            schema.set("definitions", cluster.path("definitions"));
            return factory.getSchema(schema);
        }
        JsonNode extension = extensions.path("kinds").path(type);
        if (!extension.isObject()) {
            throw new AssertionError("no schema is kept for " + type + ": see kubernetes/README.md");
        }
        return factory.getSchema(extension);
    }

    private static JsonNode read(String name) {
        try (InputStream file = KubernetesSchemas.class.getResourceAsStream("/kubernetes/" + name)) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
