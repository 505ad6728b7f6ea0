package io.dayreel.charttests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One rendered object of Kubernetes.
 *
 * @param source the template that made it, from the chart's folder
 * @param content the object
 */
public record Manifest(String source, JsonNode content) {

    public String kind() {
        return content.path("kind").asText();
    }

    public String name() {
        return content.path("metadata").path("name").asText();
    }

    /** {@code apiVersion/kind}, as the kept schemas are called. */
    public String type() {
        return content.path("apiVersion").asText() + "/" + kind();
    }

    /** Kind and name, which no other object of the release has. */
    public String id() {
        return kind() + "/" + name();
    }

    /** The pod that the object runs: of a workload, a job, or itself; missing for all others. */
    public JsonNode pod() {
        return switch (kind()) {
            case "Pod" -> content.path("spec");
            case "Deployment", "StatefulSet", "Job" ->
                content.path("spec").path("template").path("spec");
            default -> MissingNode.getInstance();
        };
    }

    /** All containers of {@link #pod}, empty where there is none. */
    public List<JsonNode> containers() {
        List<JsonNode> containers = new ArrayList<>();
        pod().path("initContainers").forEach(containers::add);
        pod().path("containers").forEach(containers::add);
        return containers;
    }
}
