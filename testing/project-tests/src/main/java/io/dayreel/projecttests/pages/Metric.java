package io.dayreel.projecttests.pages;

import java.util.TreeSet;

/**
 * A metric as the code registers it.
 *
 * @param name with dots
 * @param kind counter, gauge, timer or summary
 * @param tags names of its tags
 * @param description empty if the code has none
 */
record Metric(String name, String kind, TreeSet<String> tags, String description) {
    /** The same metric registered at two places. */
    Metric and(Metric other) {
        TreeSet<String> all = new TreeSet<>(tags);
        all.addAll(other.tags);
        return new Metric(
                name, kind.isEmpty() ? other.kind : kind, all, description.isEmpty() ? other.description : description);
    }
}
