package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStores;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.broker.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsOfStreamsIT {
    @TempDir
    Path directory;

    private WriterRig rig;
    private ObjectStore store;
    private Archive archive;

    @BeforeEach
    void open() {
        rig = new WriterRig(KafkaBroker.shared(), 4);
        store = ObjectStores.open(ObjectStoreLocation.directory(directory.resolve("store")));
        archive = new Archive(rig, store);
    }

    @AfterEach
    void close() {
        store.close();
        rig.close();
    }

    private WriterUnderTest start(WriterUnderTest.Options options) {
        return WriterUnderTest.start(rig, store, directory.resolve("spool-" + options.instance()), options);
    }

    @Covers("B3")
    @Test
    void everyFrameOfARunIsInOneAnnouncedSegmentOnceTheRunHasEnded() {
        Footage one = Footage.of("one", 600);
        Footage two = Footage.of("two", 300);

        try (WriterUnderTest writer = start(WriterUnderTest.Options.of("w1"))) {
            await().atMost(Duration.ofSeconds(30)).until(writer::isReady);
            for (Footage each : List.of(one, two)) {
                rig.produce(each.stream(), each.messages());
                rig.produce(each.stream(), List.of(each.end()));
            }
            rig.flush();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> archive.announcedFrames(one.stream()) + archive.announcedFrames(two.stream()) == 902);
        }

        one.assertAllIn(archive.frames(one.stream()), true);
        two.assertAllIn(archive.frames(two.stream()), true);
        assertThat(archive.announcements())
                .extracting(SegmentRecord.Announced::reason)
                .containsOnly("size", "run-end");
        assertThat(archive.announcements()).allMatch(each -> each.size() <= (1 << 20));
    }

    @Test
    void aWriterThatIsStoppedAndStartedInMidStreamLosesAndRepeatsNothing() {
        Footage footage = Footage.of("one", 900);

        try (WriterUnderTest first = start(WriterUnderTest.Options.of("w1"))) {
            await().atMost(Duration.ofSeconds(30)).until(first::isReady);
            rig.produce(footage.stream(), footage.messages(0, 499));
            rig.flush();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> archive.announcements().size() >= 3);
        }
        rig.produce(footage.stream(), footage.messages(500, 899));
        rig.produce(footage.stream(), List.of(footage.end()));
        rig.flush();
        try (WriterUnderTest second = start(WriterUnderTest.Options.of("w1"))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> archive.announcedFrames(footage.stream()) >= 901);
            assertThat(second.isReady()).isTrue();
        }

        footage.assertAllIn(archive.frames(footage.stream()), true);
    }
}
