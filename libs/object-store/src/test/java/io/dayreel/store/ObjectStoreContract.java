package io.dayreel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store does. Each subclass opens one that holds nothing. */
abstract class ObjectStoreContract {
    @TempDir
    Path files;

    ObjectStore store;

    /** An empty store; closed after the test. */
    abstract ObjectStore openEmpty() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = openEmpty();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasPutIsReadBackWholeAndInRanges() throws IOException {
        byte[] bytes = random(300_000);

        String etag = store.put("t/d/object.drs", bytes);

        assertThat(store.readAll("t/d/object.drs", bytes.length)).isEqualTo(bytes);
        assertThat(store.read("t/d/object.drs", 12_345, 100_000)).isEqualTo(Arrays.copyOfRange(bytes, 12_345, 112_345));
        try (InputStream in = store.get("t/d/object.drs", 299_999, 1)) {
            assertThat(in.readAllBytes()).containsExactly(bytes[299_999]);
        }
        assertThat(store.head("t/d/object.drs")).hasValueSatisfying(found -> {
            assertThat(found.size()).isEqualTo(300_000);
            assertThat(found.etag()).isEqualTo(etag);
        });
    }

    @Test
    void aRangeEndsWhereTheObjectEnds() throws IOException {
        store.put("short", text("0123456789"));
        ByteBuffer buffer = ByteBuffer.allocate(16);

        assertThat(store.read("short", 8, buffer)).isEqualTo(2);
        assertThat(store.read("short", 10, buffer)).isZero();
        try (InputStream in = store.get("short", 4711, 10)) {
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> store.read("short", 5, 6))
                .isInstanceOf(ObjectStoreException.NotFound.class)
                .hasMessageContaining("only 5 of the 6 bytes");
        assertThatThrownBy(() -> store.readAll("short", 9)).isInstanceOf(ObjectStoreException.Refused.class);
    }

    @Test
    void anEmptyObjectIsAnObject() {
        store.put("empty", new byte[0]);

        assertThat(store.head("empty"))
                .hasValueSatisfying(found -> assertThat(found.size()).isZero());
        assertThat(store.readAll("empty", 10)).isEmpty();
    }

    @Test
    void whatIsAbsentIsSaidToBe() {
        assertThat(store.head("no/such")).isEmpty();
        assertThatThrownBy(() -> store.get("no/such", 0, 1)).isInstanceOf(ObjectStoreException.NotFound.class);
        assertThatThrownBy(() -> store.replaceIfMatch("no/such", text("x"), "0123456789abcdef0123456789abcdef"))
                .isInstanceOf(ObjectStoreException.NotFound.class);
        store.delete("no/such");
    }

    @Test
    void aDeletedObjectIsGoneAndDeletingAgainIsNoFailure() {
        store.put("t/d/gone", text("x"));

        store.delete("t/d/gone");
        store.delete("t/d/gone");

        assertThat(store.head("t/d/gone")).isEmpty();
        assertThat(store.list("", "", 10)).isEmpty();
        assertThat(store.listPrefixes("", "", 10)).isEmpty();
    }

    @Test
    void aCopiedFileStaysAndAConsumedOneIsGone() throws IOException {
        Path copied = Files.write(files.resolve("copied"), random(100_000));
        Path consumed = Files.write(files.resolve("consumed"), random(100_001));
        byte[] content = Files.readAllBytes(consumed);

        store.put("a", copied);
        store.put("b", ObjectBody.consume(consumed), PutReason.SIZE);

        assertThat(store.readAll("a", 1 << 20)).isEqualTo(Files.readAllBytes(copied));
        assertThat(store.readAll("b", 1 << 20)).isEqualTo(content);
        assertThat(consumed).doesNotExist();
    }

    @Test
    void theFirstToCreateWinsAndTheOtherKeepsItsFile() throws IOException {
        Path late = Files.write(files.resolve("late"), text("late"));

        boolean first = store.createIfAbsent("manifest-0.json", text("first"));
        boolean second = store.createIfAbsent("manifest-0.json", ObjectBody.consume(late), PutReason.LATE);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(store.readAll("manifest-0.json", 100)).isEqualTo(text("first"));
        assertThat(late).hasContent("late");
    }

    @Test
    void aReplacementNeedsTheETagOfWhatItReplaces() {
        String first = store.put("registry.json", text("1"));
        String second = store.replaceIfMatch("registry.json", text("2"), first);

        assertThatThrownBy(() -> store.replaceIfMatch("registry.json", text("3"), first))
                .isInstanceOf(ObjectStoreException.PreconditionFailed.class);

        assertThat(store.readAll("registry.json", 10)).isEqualTo(text("2"));
        assertThat(second).isNotEqualTo(first);
        assertThat(store.head("registry.json").orElseThrow().etag()).isEqualTo(second);
        assertThat(store.list("", "", 1).get(0).etag()).isEqualTo(second);
    }

    @Test
    void pagesOfAnySizeTogetherAreTheKeysInTheirOrder() {
        TreeSet<String> keys = new TreeSet<>(List.of(
                "t/cam/2026-01-01/00000-0000000000-a.drs",
                "t/cam-2/x",
                "t/cam.2/x",
                "t/cam0/x",
                "t/cam/video/y",
                "t0",
                "T/x",
                "_own/z",
                "t/cam/2026-01-01/manifest-0.json",
                "t/cam/2026-01-01/00000-0000000010-b.drs"));
        keys.forEach(key -> store.put(key, text(key)));

        for (int page : new int[] {1, 3, 100}) {
            assertThat(pages("", page)).containsExactlyElementsOf(keys);
            assertThat(pages("t/cam", page))
                    .containsExactlyElementsOf(
                            keys.stream().filter(key -> key.startsWith("t/cam")).toList());
        }
        assertThat(store.list("t/cam/", "t/cam/2026-01-01/00000-0000000000-a.drs", 1))
                .extracting(ObjectSummary::key)
                .containsExactly("t/cam/2026-01-01/00000-0000000010-b.drs");
        assertThat(store.listAll("t/nothing")).isEmpty();
    }

    @Test
    void aListingPagesThroughMoreThanTheStoreAnswersAtOnce() {
        for (int i = 0; i < 1003; i++) {
            store.put("many/%04d".formatted(i), text("x"));
        }

        assertThat(store.listAll("many/"))
                .hasSize(1003)
                .extracting(ObjectSummary::key)
                .isSorted();
        assertThat(store.list("many/", "", 1002)).hasSize(1002);
    }

    @Test
    void prefixesAreListedOnceEachAndInOrder() {
        List.of("t/d/1/a", "t/d/1/b", "t/d/2/a", "t/d-1/1/a", "t/d0/1/a", "t/file", "u/x/1/a")
                .forEach(key -> store.put(key, text(key)));

        assertThat(store.listPrefixes("", "", 10)).containsExactly("t/", "u/");
        assertThat(store.listPrefixes("t/", "", 10)).containsExactly("t/d-1/", "t/d/", "t/d0/");
        assertThat(store.listPrefixes("t/", "", 2)).containsExactly("t/d-1/", "t/d/");
        assertThat(store.listPrefixes("t/", "t/d/", 2)).containsExactly("t/d0/");
        assertThat(store.listPrefixes("t/d/", "", 10)).containsExactly("t/d/1/", "t/d/2/");
    }

    @Test
    void storedStreamsAreFoundByTenantDeviceAndDay() {
        StreamId stream = new StreamId("acme", "cam-1", Day.parse("2026-03-01"));
        SegmentKey second = SegmentKey.of(stream, new FramePosition(7, 100_000), new byte[32]);
        SegmentKey first = SegmentKey.of(stream, new FramePosition(7, 99_999), new byte[32]);
        List.of(second.toString(), first.toString(), new ManifestKey(stream, 2).toString())
                .forEach(key -> store.put(key, text(key)));
        store.put(new ManifestKey(stream, 10).toString(), text("m"));
        store.put(new ManifestKey(new StreamId("acme", "cam-1", Day.VIDEO), 0).toString(), text("m"));
        store.put("_own/registry.json", text("{}"));
        StoredStreams stored = new StoredStreams(store);
        List<DeviceId> devices = new ArrayList<>();
        List<SegmentKey> segments = new ArrayList<>();

        stored.forEachDevice("acme", devices::add);
        stored.forEachSegment(stream, (key, object) -> segments.add(key));

        assertThat(stored.tenants()).containsExactly("acme");
        assertThat(devices).containsExactly(stream.deviceId());
        assertThat(stored.days(stream.deviceId())).containsExactly(stream.day(), Day.VIDEO);
        assertThat(segments).containsExactly(first, second);
        assertThat(stored.latestManifest(stream)).contains(new ManifestKey(stream, 10));
    }

    @Test
    void aReaderSeesTheOldObjectOrTheNewOneAndNothingBetween() throws Exception {
        int size = 400_000;
        store.put("flag", filled(size, 0));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= 40; i++) {
                store.put("flag", filled(size, i));
            }
        });

        int reads = 0;
        while (!writer.isDone() || reads == 0) {
            byte[] seen = store.readAll("flag", size);
            assertThat(seen).isEqualTo(filled(size, seen[0]));
            reads++;
        }

        writer.get(1, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/a", "a/", "a//b", "../a", "a/../b", "a/.b", ".dayreel/x", "a b", "ä", "a\u0000", "-a"})
    void aBadKeyIsRefusedBeforeAnyRequest(String key) {
        assertThatThrownBy(() -> store.put(key, text("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.get(key, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileThatIsNotThereIsTheCallersFault() {
        assertThatThrownBy(() -> store.put("a", files.resolve("absent"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.put("a", files)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestsAreCountedByOperationOutcomeAndReason() throws IOException {
        StoreRequestCounts counts = new StoreRequestCounts();
        CountingObjectStore counting = new CountingObjectStore(store, counts);
        Path segment = Files.write(files.resolve("segment"), random(1000));

        counting.put("a", ObjectBody.consume(segment), PutReason.SIZE);
        counting.createIfAbsent("a", text("again"));
        counting.read("a", 0, 10);
        counting.list("", "", 10);

        assertThat(counts.puts(PutReason.SIZE)).isEqualTo(1);
        assertThat(counts.bytesPut(PutReason.SIZE)).isEqualTo(1000);
        assertThat(counts.requests(StoreOperation.CREATE_IF_ABSENT, StoreRequests.Outcome.PRECONDITION_FAILED))
                .isEqualTo(1);
        assertThat(counts.requests(StoreOperation.GET)).isEqualTo(1);
        assertThat(counts.requests(StoreOperation.LIST)).isEqualTo(1);
        assertThat(counts.reasons()).containsExactlyInAnyOrder(PutReason.SIZE, PutReason.OTHER);
    }

    @Test
    void anOpenStoreIsReachable() {
        store.probe();

        assertThat(store.isReachable()).isTrue();
    }

    private List<String> pages(String prefix, int size) {
        List<String> keys = new ArrayList<>();
        List<ObjectSummary> page = store.list(prefix, "", size);
        while (!page.isEmpty()) {
            page.forEach(object -> keys.add(object.key()));
            page = store.list(prefix, keys.get(keys.size() - 1), size);
        }
        return keys;
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
