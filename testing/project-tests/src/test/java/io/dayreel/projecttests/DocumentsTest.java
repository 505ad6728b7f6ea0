package io.dayreel.projecttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.projecttests.sources.Repository;
import io.dayreel.projecttests.sources.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents and comments point at is there. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern DOCUMENT = Pattern.compile("\\bdocs/[\\w./-]+\\.md\\b");
    private static final Pattern DECISION = Pattern.compile("[Dd]ecisions? (\\d{4})\\b");
    private static final Pattern INVARIANT = Pattern.compile("\\bI(\\d{1,2})\\b");
    private static final Pattern FENCE = Pattern.compile("(?ms)^\\s*```.*?^\\s*```$");
    private static final Pattern MODULE_ROW = Pattern.compile("(?m)^\\| \\[`([\\w/-]+)`\\]\\(([^)]+)\\) \\|");
    private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]+(?:Test|IT|ST|Contract))`");
    private static final String THIS = "/DocumentsTest.java";

    private final Repository repository = Repository.here();

    @Test
    void relativeLinksLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (SourceFile page : markdown()) {
            Matcher link = LINK.matcher(withoutCode(page));
            while (link.find()) {
                if (!link.group(1).matches("[a-z]+:.*") && !leadsSomewhere(page, link.group(1))) {
                    broken.add(page.path() + ": " + link.group(1));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    private boolean leadsSomewhere(SourceFile page, String link) {
        String[] parts = link.split("#", 2);
        String target = parts[0].isEmpty() ? page.path() : resolve(page.path(), parts[0]);
        if (!repository.has(target)) {
            return false;
        }
        return parts.length == 1
                || !target.endsWith(".md")
                || anchors(repository.read(target)).contains(parts[1]);
    }

    private static String resolve(String page, String link) {
        Path folder = Path.of("/" + page).getParent();
        return folder.resolve(link).normalize().toString().substring(1).replace('\\', '/');
    }

    /** Anchors as GitHub makes them of headings. */
    private static Set<String> anchors(String page) {
        return HEADING.matcher(page)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void pathsThatAreCitedExist() {
        Set<String> folders = repository.modules().stream()
                .map(module -> module.split("/")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        folders.addAll(List.of("docs", "samples", ".ci"));
        List<String> broken = new ArrayList<>();

        for (SourceFile page : markdown()) {
            CODE_SPAN
                    .matcher(withoutFences(page))
                    .results()
                    .map(span -> span.group(1))
                    .forEach(span -> {
                        boolean path = span.matches("[\\w.-]+(/[\\w.-]+)+/?") && folders.contains(span.split("/")[0]);
                        if (path && !span.contains("/target/") && !repository.has(span)) {
                            broken.add(page.path() + ": " + span);
                        }
                    });
        }
        for (SourceFile file : cited()) {
            DOCUMENT.matcher(file.text()).results().map(cite -> cite.group()).forEach(cite -> {
                if (!repository.has(cite)) {
                    broken.add(file.path() + ": " + cite);
                }
            });
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void decisionsThatAreCitedExistAndAreListed() {
        List<String> decisions = repository.files(path -> path.matches("docs/decisions/\\d{4}-.*\\.md")).stream()
                .map(SourceFile::path)
                .toList();
        Set<String> numbers = decisions.stream()
                .map(path -> path.substring("docs/decisions/".length(), "docs/decisions/".length() + 4))
                .collect(Collectors.toSet());
        String index = repository.read("docs/decisions/README.md");

        assertThat(cites(DECISION)).as("decisions cited").allMatch(cite -> numbers.contains(cite.split(" ")[1]));
        assertThat(numbers).as("numbers are given once").hasSameSizeAs(decisions);
        assertThat(decisions)
                .as("listed in docs/decisions/README.md")
                .allMatch(path -> index.contains("](" + path.substring("docs/decisions/".length()) + ")"));
        assertThat(decisions)
                .as("say question, decision, alternative, cost, what would break it and what proves it")
                .allMatch(path -> Stream.of("Question", "Decision", "Instead of", "Costs", "Broken if", "Proved by")
                        .allMatch(part -> repository.read(path).contains("**" + part)));
    }

    @Test
    void invariantsThatAreCitedExist() {
        String architecture = repository.read("docs/architecture.md");

        assertThat(cites(INVARIANT))
                .as("invariants cited")
                .isNotEmpty()
                .allMatch(cite -> architecture.contains("**I" + cite.split(" ")[1] + " "));
    }

    /** Cites of a number, as {@code file number}. */
    private Set<String> cites(Pattern pattern) {
        Set<String> cites = new TreeSet<>();
        for (SourceFile file : cited()) {
            pattern.matcher(file.text()).results().forEach(cite -> cites.add(file.path() + " " + cite.group(1)));
        }
        return cites;
    }

    @Test
    void testsThatAreCitedExist() {
        Set<String> names = repository.files(path -> path.endsWith(".java")).stream()
                .map(file ->
                        file.path().substring(file.path().lastIndexOf('/') + 1).replace(".java", ""))
                .collect(Collectors.toSet());
        List<String> broken = new ArrayList<>();
        for (SourceFile page : markdown()) {
            TEST_CLASS
                    .matcher(withoutFences(page))
                    .results()
                    .filter(cite -> !names.contains(cite.group(1)))
                    .forEach(cite -> broken.add(page.path() + ": " + cite.group(1)));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void theReadmeListsTheModules() {
        List<String> listed = MODULE_ROW
                .matcher(repository.read("README.md"))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(listed).containsExactlyInAnyOrderElementsOf(repository.modules());
    }

    private List<SourceFile> markdown() {
        return repository.files(path -> path.endsWith(".md"));
    }

    /** What can cite: documents, code, build files. */
    private List<SourceFile> cited() {
        return repository.files(path -> path.matches(".*\\.(md|java|ts|xml|properties)") && !path.endsWith(THIS));
    }

    private static String withoutFences(SourceFile page) {
        return FENCE.matcher(page.text()).replaceAll("");
    }

    private static String withoutCode(SourceFile page) {
        return CODE_SPAN.matcher(withoutFences(page)).replaceAll("code");
    }
}
