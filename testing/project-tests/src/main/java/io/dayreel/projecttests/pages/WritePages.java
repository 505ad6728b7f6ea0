package io.dayreel.projecttests.pages;

import io.dayreel.projecttests.sources.Repository;

/** Writes every page that differs from the code. Run it in the repository by {@link #COMMAND}. */
public final class WritePages {
    /** How people run it. */
    public static final String COMMAND = "./mvnw -q -pl testing/project-tests compile"
            + " && java -cp testing/project-tests/target/classes io.dayreel.projecttests.pages.WritePages";

    private WritePages() {}

    public static void main(String[] arguments) {
        Repository repository = Repository.here();
        for (Page page : Page.all()) {
            String expected = page.expected(repository);
            if (!repository.has(page.path()) || !repository.read(page.path()).equals(expected)) {
                repository.write(page.path(), expected);
            }
        }
    }
}
