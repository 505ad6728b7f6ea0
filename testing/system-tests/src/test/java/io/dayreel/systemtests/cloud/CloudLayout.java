package io.dayreel.systemtests.cloud;

import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import java.util.EnumMap;
import java.util.Map;

/**
 * Of what a cloud consists.
 *
 * @param copies instances of each service, at least one
 * @param settings configuration of all services on top of the default
 * @param ofInstances configuration of single instances on top of that, by their names
 * @param links how they reach each other; the cloud closes it
 */
public record CloudLayout(
        Map<Service, Integer> copies,
        Map<String, String> settings,
        Map<String, Map<String, String>> ofInstances,
        Links links) {

    public CloudLayout {
        copies = Map.copyOf(copies);
        settings = Map.copyOf(settings);
        ofInstances = Map.copyOf(ofInstances);
    }

    /** The same number of instances of each service, straight beside each other. */
    public static CloudLayout of(int copies, Map<String, String> settings) {
        Map<Service, Integer> each = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            each.put(service, copies);
        }
        return new CloudLayout(each, settings, Map.of(), Links.direct());
    }

    int copies(Service service) {
        return copies.getOrDefault(service, 1);
    }

    Map<String, String> settingsOf(String instance) {
        return ofInstances.getOrDefault(instance, Map.of());
    }
}
