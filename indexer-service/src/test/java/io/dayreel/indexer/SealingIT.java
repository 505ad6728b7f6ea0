package io.dayreel.indexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.DayReport;
import io.dayreel.protocol.manifest.DayVerification;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with a real broker and a directory store; sync-service's and the writer's part is played. */
class SealingIT {
    private static final String DAY = "/v1/devices/cam/days/2026-03-01";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Covers({"A9", "F1"})
    @Test
    void aReadyDayIsSealedOnceAllThatWasReceivedIsAnnouncedAndAgainWhenLateFramesCame() throws Exception {
        Camera camera = Recorded.camera("demo", "cam", "2026-03-01");
        try (Installation installation = new Installation(directory, directory.resolve("objects"));
                Installation.Indexer indexer = installation.start("one", Map.of())) {
            SegmentRecord.Announced first = Recorded.segment(installation.store(), camera, 0, 49, 1_000);
            SegmentRecord.Announced second = Recorded.segment(installation.store(), camera, 60, 99, 2_000);
            installation.announce(first);
            installation.complete(camera.stream(), State.READY, List.of(run(camera, 90, 10)));
            await().during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .until(() -> manifests(installation) == 0 && isKnown(installation, indexer));

            installation.announce(second);

            await().atMost(PATIENCE).until(() -> manifests(installation) == 1);
            DayManifest sealed = manifest(installation, 0).manifest();
            assertThat(sealed.segments())
                    .extracting(DayManifest.SealedSegment::key)
                    .containsExactly(first.key(), second.key());
            assertThat(sealed.runs()).singleElement().satisfies(run -> assertThat(run.holes())
                    .extracting(hole -> hole.reason() + " " + hole.ranges())
                    .containsExactly("spool-full [50-54]", "missing [55-59]"));
            assertThat(report(installation).state()).isEqualTo(DayReport.State.SEALED);

            SegmentRecord.Announced late = Recorded.segment(installation.store(), camera, 55, 59, 3_000);
            installation.complete(camera.stream(), State.OPEN, List.of(run(camera, 95, 5)));
            installation.announce(late);
            installation.complete(camera.stream(), State.READY, List.of(run(camera, 95, 5)));

            await().atMost(PATIENCE).until(() -> manifests(installation) == 2);
            assertThat(manifest(installation, 1).manifest().previous())
                    .contains(manifest(installation, 0).hash());
            assertThat(report(installation).state()).isEqualTo(DayReport.State.SEALED);
            assertThat(report(installation).segments()).isEqualTo(3);
            assertThatItIsPublished(installation, indexer);
        }
    }

    private static void assertThatItIsPublished(Installation installation, Installation.Indexer indexer)
            throws Exception {
        String viewer = installation.token("demo", Role.VIEWER);
        String hash = manifest(installation, 1).hash().hex();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        installation.get(indexer, DAY, viewer).body())
                .contains("\"sealed\":{\"manifest\":1,\"hash\":\"" + hash));
        assertThat(installation.get(indexer, DAY + "/manifest", viewer).body())
                .isEqualTo(new String(manifest(installation, 1).bytes(), UTF_8));
        assertThat(installation
                        .get(indexer, DAY + "/manifest", viewer, "If-None-Match", '"' + hash + '"')
                        .statusCode())
                .isEqualTo(304);
        assertThat(installation.get(indexer, DAY + "/manifest?number=0", viewer).body())
                .isEqualTo(new String(manifest(installation, 0).bytes(), UTF_8));
        assertThat(installation.get(indexer, DAY + "/manifest?number=2", viewer).statusCode())
                .isEqualTo(404);
        assertThat(installation.get(indexer, DAY + "/manifest?number=x", viewer).statusCode())
                .isEqualTo(400);
        assertThat(installation
                        .get(indexer, DAY + "/manifest", installation.token("other", Role.VIEWER))
                        .statusCode())
                .isEqualTo(404);
        assertThat(installation.get(indexer, "/v1/seal-key", viewer).body())
                .isEqualTo(Files.readString(installation.sealKeys().publicKey()));
    }

    @Covers("F1")
    @Test
    void whatACrashLeftUnannouncedIsAdoptedOrDroppedOnceTheCommittedOffsetHasPassedIt() throws Exception {
        Camera camera = Recorded.camera("demo", "cam", "2026-03-01");
        try (Installation installation = new Installation(directory, directory.resolve("objects"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", installation.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(installation.frames(), 4, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            String topicId = admin.describeTopics(List.of(installation.frames()))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(installation.frames())
                    .topicId()
                    .toString();
            SegmentRecord.Announced announced =
                    Recorded.segment(installation.store(), camera, new Recorded.Frames(0, 49, topicId), 1_000);
            SegmentRecord.Announced repeat =
                    Recorded.segment(installation.store(), camera, new Recorded.Frames(10, 29, topicId), 2_000);
            SegmentRecord.Announced ofLostKafka =
                    Recorded.segment(installation.store(), camera, new Recorded.Frames(50, 59, "another topic"), 3_000);
            try (Installation.Indexer indexer = installation.start("one", Map.of())) {
                installation.announce(announced);
                installation.seal(camera.stream());
                await().atMost(PATIENCE)
                        .until(() -> Files.readString(indexer.process().output())
                                .contains("object-adopted key=" + ofLostKafka.key()));
                await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> manifests(installation) == 0);

                admin.alterConsumerGroupOffsets(
                                installation.writerGroup(),
                                Map.of(new TopicPartition(installation.frames(), 0), new OffsetAndMetadata(50)))
                        .all()
                        .get(30, TimeUnit.SECONDS);

                await().atMost(PATIENCE).until(() -> manifests(installation) == 1);
                await().atMost(PATIENCE)
                        .until(() -> installation.store().head(repeat.key()).isEmpty());
                assertThat(manifest(installation, 0).manifest().segments())
                        .extracting(DayManifest.SealedSegment::key)
                        .containsExactly(announced.key(), ofLostKafka.key());
                assertThat(report(installation).state()).isEqualTo(DayReport.State.SEALED);
            }
        }
    }

    private static RunCompleteness run(Camera camera, long received, long missing) {
        CounterRanges lost = CounterRanges.of(new CounterRange(50, 54));
        return new RunCompleteness(
                camera.run(),
                received + missing,
                received,
                new CounterRanges(),
                List.of(new LostFrames(lost, "spool-full")),
                false,
                false);
    }

    private static boolean isKnown(Installation installation, Installation.Indexer indexer) throws Exception {
        return installation
                        .get(indexer, DAY, installation.token("demo", Role.VIEWER))
                        .statusCode()
                == 200;
    }

    private static int manifests(Installation installation) {
        return installation
                .store()
                .list("demo/cam/2026-03-01/manifest-", "", 10)
                .size();
    }

    private static SignedManifest manifest(Installation installation, int number) {
        return SignedManifest.read(installation
                .store()
                .readAll("demo/cam/2026-03-01/manifest-" + number + ".json", SignedManifest.MAX_LENGTH));
    }

    private static DayReport report(Installation installation) throws Exception {
        return DayVerification.of(
                new StoredFiles(installation.store(), "demo/cam/2026-03-01/"),
                List.of(InstallationKeys.readPublicKey(installation.sealKeys().publicKey())),
                Optional.empty());
    }
}
