package io.dayreel.projecttests.pages;

import io.dayreel.projecttests.sources.Repository;
import io.dayreel.projecttests.sources.SourceFile;

/** The index of {@code docs/decisions}: its pages by number, with their titles. */
public final class DecisionsPage implements Page {
    private static final String FOLDER = "docs/decisions/";

    private static final String HEAD = """
            # Decisions

            One page each: question, decision, instead of what, what it costs, when it would be broken, what proves it. Cited by number. A decision that no longer holds stays here and names
            its successor. This list is written by the command in [configuration](../reference/configuration.md).

            """;

    @Override
    public String path() {
        return FOLDER + "README.md";
    }

    @Override
    public String expected(Repository repository) {
        StringBuilder page = new StringBuilder(HEAD);
        for (SourceFile decision : repository.files(path -> path.matches(FOLDER + "\\d{4}-.*\\.md"))) {
            String title = decision.text().lines().findFirst().orElse("").replaceFirst("# ", "");
            page.append("* [" + title + "](" + decision.path().substring(FOLDER.length()) + ")\n");
        }
        return page.toString();
    }
}
