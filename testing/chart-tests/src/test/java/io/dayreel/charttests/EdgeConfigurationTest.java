package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart's edge caches, and for whom, is what {@code EdgeST} tries: these parts are the documents' own. */
class EdgeConfigurationTest {

    @ParameterizedTest
    @CsvSource({
        "Who asks, What is asked for",
        "What is asked for, WebSockets only",
        "Towards the origin, Pages of other sites",
        "May this viewer watch this device, Everything else"
    })
    void aPartIsTheSameInBoth(String from, String to) throws IOException {
        Path root = Chart.repositoryRoot();
        String documented = Files.readString(root.resolve("docs/operations/edge/nginx.conf"));
        int begin = documented.indexOf("# ---- " + from);
        String part = documented.substring(begin, documented.lastIndexOf("#", documented.indexOf(to, begin)));

        assertThat(Files.readString(root.resolve("helm/dayreel/files/edge/nginx.conf")))
                .contains(part.strip());
    }
}
