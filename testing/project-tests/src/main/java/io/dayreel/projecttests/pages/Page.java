package io.dayreel.projecttests.pages;

import io.dayreel.projecttests.sources.Repository;
import java.util.List;

/** A page that the code decides about. */
public interface Page {
    /** Where it lies, from the root. */
    String path();

    /** What it must say. */
    String expected(Repository repository);

    /** All of them. */
    static List<Page> all() {
        return List.of(new ConfigurationPage(), new MetricsPage(), new RequirementsPage(), new DecisionsPage());
    }

    /** Text that may stand in a table's cell. */
    static String cell(String text) {
        return text.isEmpty() ? "–" : text.replace("|", "\\|");
    }
}
