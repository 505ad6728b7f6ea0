package io.dayreel.indexer.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.access.SealKeys;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.Recorded;
import io.dayreel.store.ManifestKey;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStores;
import io.dayreel.store.ObjectSummary;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaySealerIT {
    private static final Camera CAMERA = Recorded.camera("demo", "cam", "2026-03-01");

    @TempDir
    Path directory;

    private ObjectStore store;
    private SealKey key;

    @BeforeEach
    void open() throws IOException {
        store = ObjectStores.open(ObjectStoreLocation.directory(directory.resolve("objects")));
        SealKeys keys = SealKeys.createIfAbsent(directory.resolve("keys"));
        key = SealKey.read(keys.privateKey(), keys.publicKey());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private DaySealer sealer(ReadyDay day) {
        return new DaySealer(key, Duration.ofMinutes(1), day, new SealingFigures());
    }

    private List<String> manifests() {
        return store.list("demo/cam/2026-03-01/manifest-", "", 10).stream()
                .map(ObjectSummary::key)
                .toList();
    }

    @Covers({"C10", "F1"})
    @Test
    void indexersThatSealTheSameDayAtOnceAgreeOnOneManifestOfEachNumber() throws Exception {
        SegmentRecord.Announced first = Recorded.segment(store, CAMERA, 0, 49, 1_000);
        SegmentRecord.Announced second = Recorded.segment(store, CAMERA, 50, 99, 2_000);
        List<ReadyDay> instances = new ArrayList<>();
        for (int i = 0; i < 6; i++) { // half of them do not know the second segment yet
            instances.add(new ReadyDay(store, CAMERA.stream(), i % 2 == 0 ? List.of(first) : List.of(first, second)));
        }

        for (int round = 0; round < 4; round++) {
            allAtOnce(instances);
        }

        assertThat(manifests())
                .hasSizeBetween(1, 2)
                .hasSameSizeAs(manifests().stream().distinct().toList());
        for (ReadyDay each : instances) {
            each.announced.stream()
                    .map(SegmentRecord.Sealed.class::cast)
                    .forEach(manifest -> assertThat(manifest.hash()).isEqualTo(hashOf(manifest.key())));
            assertThat(each.announced).isNotEmpty();
        }
    }

    private String hashOf(String manifest) {
        return new DayObjects(new ReadyDay(store, CAMERA.stream(), List.of()), new SealingFigures())
                .read(ManifestKey.tryParse(manifest).orElseThrow())
                .hash()
                .hex();
    }

    private void allAtOnce(List<ReadyDay> instances) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(instances.size());
        try {
            CyclicBarrier start = new CyclicBarrier(instances.size());
            List<Future<Boolean>> attempts = new ArrayList<>();
            for (ReadyDay each : instances) {
                DaySealer sealer = sealer(each);
                attempts.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return sealer.attempt(CAMERA.stream());
                }));
            }
            for (Future<Boolean> attempt : attempts) {
                attempt.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Covers("F1")
    @Test
    void nothingIsBuiltUponAManifestThatSomebodyChanged() throws Exception {
        SegmentRecord.Announced first = Recorded.segment(store, CAMERA, 0, 49, 1_000);
        sealer(new ReadyDay(store, CAMERA.stream(), List.of(first))).attempt(CAMERA.stream());
        SegmentRecord.Announced second = Recorded.segment(store, CAMERA, 50, 99, 2_000);
        String manifest = manifests().get(0);
        String text = new String(store.readAll(manifest, 1 << 20), UTF_8);
        store.put(manifest, text.replace("\"frames\":50", "\"frames\":51").getBytes(UTF_8));
        ReadyDay day = new ReadyDay(store, CAMERA.stream(), List.of(first, second));

        assertThatThrownBy(() -> sealer(day).attempt(CAMERA.stream()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not as it was signed");

        assertThat(manifests()).containsExactly(manifest);
        assertThat(day.announced).isEmpty();
    }

    @Test
    void keysThatAreNoPairAreRefusedAtTheStart() throws IOException {
        SealKeys one = SealKeys.createIfAbsent(directory.resolve("one"));
        SealKeys other = SealKeys.createIfAbsent(directory.resolve("other"));

        assertThatThrownBy(() -> SealKey.read(one.privateKey(), other.publicKey()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dayreel.indexer.seal-key");
    }
}
