package io.dayreel.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.Role;
import io.dayreel.testkit.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances share the partitions; each answers for both. */
class TwoIndexersIT {
    private static final int DEVICES = 8;

    @TempDir
    Path directory;

    @Covers("C10")
    @Test
    void eitherAnswersForAllAndTheStandbyWhileTheOwnerIsAway() throws Exception {
        try (Installation installation = new Installation(directory, directory.resolve("objects"));
                Installation.Indexer one = installation.start("one", Map.of("dayreel.indexer.standby-replicas", "1"));
                Installation.Indexer two = installation.start("two", Map.of("dayreel.indexer.standby-replicas", "1"))) {
            for (int i = 0; i < DEVICES; i++) {
                installation.announce(Recorded.segment(
                        installation.store(), Recorded.camera("demo", "cam-" + i, "2026-03-01"), 0, 19, 1_000));
            }
            String token = installation.token("demo", Role.VIEWER);
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                assertAnswersForAll(installation, one, token);
                assertAnswersForAll(installation, two, token);
            });
            assertThat(installation.get(one, "/v1/devices", token).body())
                    .isEqualTo(installation.get(two, "/v1/devices", token).body());
            assertThat(installation
                            .get(one, "/v1/devices?forwarded=true", token)
                            .body())
                    .isNotEqualTo(installation.get(one, "/v1/devices", token).body());

            one.process().kill9();

            await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertDaysOfAll(installation, two, token));
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertAnswersForAll(installation, two, token));
            one.process().restart();
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertAnswersForAll(installation, one, token));
        }
    }

    private static void assertAnswersForAll(Installation installation, Installation.Indexer indexer, String token)
            throws Exception {
        String all = installation.get(indexer, "/v1/devices", token).body();
        assertThat(all)
                .contains(IntStream.range(0, DEVICES)
                        .mapToObj(i -> "\"cam-" + i + "\"")
                        .toArray(String[]::new));
        assertDaysOfAll(installation, indexer, token);
    }

    private static void assertDaysOfAll(Installation installation, Installation.Indexer indexer, String token)
            throws Exception {
        for (int i = 0; i < DEVICES; i++) {
            String path = "/v1/devices/cam-" + i + "/days/2026-03-01";
            assertThat(installation.get(indexer, path, token).statusCode()).isEqualTo(200);
        }
    }
}
