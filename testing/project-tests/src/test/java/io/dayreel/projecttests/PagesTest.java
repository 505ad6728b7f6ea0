package io.dayreel.projecttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.projecttests.pages.Page;
import io.dayreel.projecttests.pages.RequirementsPage;
import io.dayreel.projecttests.pages.WritePages;
import io.dayreel.projecttests.sources.Repository;
import io.dayreel.projecttests.sources.SourceFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages of {@code docs/reference} say what the code does. */
class PagesTest {
    private static final Pattern KEY_WITHOUT_MEANING = Pattern.compile("(?m)^\\| `(dayreel[^`]*)` .*\\| – \\|$");
    private static final Pattern TOPIC_ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|.*$");
    private static final Pattern NAMED = Pattern.compile(
            "(?<![.\\w])dayreel\\.(?:access|indexer|ingest|instance|kafka|object-store|standalone|streamer|sync|topics|urls|writer)"
                    + "\\.[a-z][a-z.-]*[a-z]\\b");
    private static final Pattern ON_PAGE = Pattern.compile("(?m)^\\| `(dayreel[^`]*)` ");
    private static final Pattern ROUTE = Pattern.compile("(?m)^    @Path\\(\"(/[^\"]+)\"\\)");
    private static final Pattern STATE = Pattern.compile("done|partly: .+|later(: .+)?");

    private final Repository repository = Repository.here();
    private final RequirementsPage requirements = new RequirementsPage();

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageIsWhatTheCodeSays(Page page) {
        String expected = page.expected(repository);
        String actual = repository.read(page.path());
        List<String> expectedLines = expected.lines().toList();
        List<String> actualLines = actual.lines().toList();

        assertThat(actualLines)
                .as("lines of %s that the code does not say; write it anew by%n  %s%n", page.path(), WritePages.COMMAND)
                .filteredOn(line -> !expectedLines.contains(line))
                .isEmpty();
        assertThat(expectedLines)
                .as("lines that %s lacks; write it anew by%n  %s%n", page.path(), WritePages.COMMAND)
                .filteredOn(line -> !actualLines.contains(line))
                .isEmpty();
        assertThat(actual.equals(expected))
                .as("order of lines of %s", page.path())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everythingOnAPageHasAMeaning(Page page) {
        assertThat(KEY_WITHOUT_MEANING.matcher(page.expected(repository)).results())
                .as("configuration keys need Javadoc, metrics a description")
                .extracting(row -> row.group(1))
                .isEmpty();
    }

    /** A key that nobody reads is a setting that somebody believes to be in force. */
    @Test
    void keysAndMetricsThatAreNamedExist() {
        Set<String> known = pages().stream()
                .flatMap(page -> ON_PAGE.matcher(page.expected(repository)).results())
                .map(row -> row.group(1).replace(".\"…\"", ""))
                .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (SourceFile file : repository.files(path -> path.matches(".*\\.(java|md|properties|sh|xml)"))) {
            NAMED.matcher(file.text())
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> known.stream().noneMatch(key -> key.equals(name) || key.startsWith(name + ".")))
                    .forEach(name -> unknown.add(file.path() + ": " + name));
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void everyRouteIsOnTheHttpPageAndLeavesRoomForOtherServices() {
        String page = repository.read("docs/reference/http.md");
        List<String> resources = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (SourceFile file : repository.files(path -> path.matches("[a-z]+-service/src/main/java/.*\\.java"))) {
            if (!file.text().contains("import jakarta.ws.rs.Path;")) {
                continue;
            }
            resources.add(file.path());
            assertThat(file.text())
                    .as("%s: in one JVM two classes with different paths shadow each other", file.path())
                    .containsPattern("(?m)^@Path\\(\"/v1\"\\)$");
            ROUTE.matcher(file.text())
                    .results()
                    .map(route -> "/v1" + route.group(1))
                    .filter(route -> !page.contains(route))
                    .forEach(route -> unknown.add(file.path() + ": " + route));
        }

        assertThat(resources).isNotEmpty();
        assertThat(unknown)
                .as("routes that docs/reference/http.md does not have")
                .isEmpty();
    }

    @Test
    void theTopicsPageHasTheTopicsAndTheirSettings() {
        String page = repository.read("docs/reference/topics.md");
        Map<String, String> rows =
                TOPIC_ROW.matcher(page).results().collect(Collectors.toMap(row -> row.group(1), MatchResult::group));

        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::baseName).toList());
        for (Topic topic : Topic.values()) {
            topic.settings().forEach((key, value) -> assertThat(rows.get(topic.baseName()))
                    .as("row of %s, %s=%s", topic.baseName(), key, value)
                    .contains(shown(key, value)));
        }
    }

    /** The words of a setting that the page shows. */
    private static String shown(String key, String value) {
        if (key.equals("retention.ms") && !value.equals("-1")) {
            long hours = Duration.ofMillis(Long.parseLong(value)).toHours();
            return hours % 24 == 0 && hours > 48 ? hours / 24 + " d" : hours + " h";
        }
        return value;
    }

    @Test
    void aRequirementIsDoneOnlyWhereATestShowsIt() {
        List<RequirementsPage.Row> rows = requirements.rows(repository);
        var tests = requirements.tests(repository);

        assertThat(rows)
                .extracting(RequirementsPage.Row::id)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(40);
        assertThat(rows).allSatisfy(row -> assertThat(row.state())
                .as("state of %s: done, 'partly: what is missing' or 'later'", row.id())
                .matches(STATE));
        assertThat(rows)
                .as("done, and no test has @Covers")
                .filteredOn(row -> row.state().equals("done") && !tests.containsKey(row.id()))
                .extracting(RequirementsPage.Row::id)
                .isEmpty();
        assertThat(rows)
                .as("later, and a test has @Covers: say 'partly' and what is missing")
                .filteredOn(row -> row.state().startsWith("later") && tests.containsKey(row.id()))
                .extracting(RequirementsPage.Row::id)
                .isEmpty();
        assertThat(tests.keySet())
                .as("ids in @Covers")
                .isSubsetOf(rows.stream().map(RequirementsPage.Row::id).toList());
    }
}
