package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rights that operators are told to give are those that the topics' page says who needs. */
class KafkaRightsTest {
    private static final List<String> SERVICES = List.of("ingest", "writer", "indexer", "sync", "streamer");
    private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");
    private static final int WRITTEN_BY = 6;
    private static final int READ_BY = 7;

    private final Path docs = Chart.repositoryRoot().resolve("docs");

    @Test
    void everyTopicIsInTheRightsOfThoseWhoWriteAndReadIt() throws IOException {
        for (String service : SERVICES) {
            assertThat(granted(service, "write")).as("%s writes", service).isEqualTo(needed(service, WRITTEN_BY));
            assertThat(granted(service, "read")).as("%s reads", service).isEqualTo(needed(service, READ_BY));
        }
    }

    private Set<String> needed(String service, int column) throws IOException {
        Map<String, String> who = new TreeMap<>();
        for (String row : Files.readAllLines(docs.resolve("reference/topics.md"))) {
            String[] cells = row.split("\\|");
            if (row.startsWith("| `") && cells.length > READ_BY) {
                who.put(cells[1].strip().replace("`", ""), cells[column]);
            }
        }
        assertThat(who).hasSizeGreaterThan(10);
        Pattern named = Pattern.compile("\\b" + service + "\\b(?!-)");
        return who.entrySet().stream()
                .filter(topic -> named.matcher(topic.getValue()).find())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> granted(String service, String right) throws IOException {
        List<String> clauses = new ArrayList<>();
        Files.readAllLines(docs.resolve("operations/hardening.md")).stream()
                .filter(row -> row.startsWith("| " + service + " | ") && row.contains("group"))
                .forEach(row -> clauses.addAll(Arrays.asList(row.split("[|;]"))));
        assertThat(clauses).isNotEmpty();
        Set<String> topics = new TreeSet<>();
        clauses.stream()
                .map(clause -> clause.replaceFirst("`.*", "").contains(right) ? clause : "")
                .forEach(clause -> NAME.matcher(clause).results().forEach(name -> topics.add(name.group(1))));
        return topics;
    }
}
