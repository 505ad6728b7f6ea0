package io.dayreel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.testkit.s3.S3Fault;
import io.dayreel.testkit.s3.S3Request;
import io.dayreel.testkit.s3.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3ObjectStoreIT extends ObjectStoreContract {
    private static final String BUCKET = "dayreel-test";

    private S3Server server;

    @Override
    ObjectStore openEmpty() {
        server = S3Server.start(files.resolve("s3")).withBucket(BUCKET);
        return ObjectStores.open(location(server.credentials().secretKey(), BUCKET));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLargeFileIsOnePutFromASmallHeap() throws Exception {
        long size = 70L << 20;
        Path file = sparse(size);
        Process put = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PutOneFile.class.getName(),
                        server.endpoint().toString(),
                        server.credentials().accessKey(),
                        server.credentials().secretKey(),
                        file.toString())
                .inheritIO()
                .start();

        boolean ended = put.waitFor(60, TimeUnit.SECONDS);

        assertThat(ended).isTrue();
        assertThat(put.exitValue()).isZero();
        assertThat(server.lastRequests()).containsExactly(new S3Request("PUT", "/" + BUCKET + "/large.drs", size));
        assertThat(store.head("large.drs").orElseThrow().size()).isEqualTo(size);
    }

    @Test
    void everyOperationIsOneRequest() throws IOException {
        store.put("a", text("x"));
        store.createIfAbsent("b", text("y"));
        store.replaceIfMatch("b", text("z"), store.head("b").orElseThrow().etag());
        store.read("a", 0, 1);
        store.list("", "", 10);
        store.listPrefixes("", "", 10);
        store.delete("a");
        store.probe();

        assertThat(server.lastRequests())
                .extracting(S3Request::method)
                .containsExactly("PUT", "PUT", "HEAD", "PUT", "GET", "GET", "GET", "DELETE", "HEAD");
    }

    @Test
    void aStoreWithAPrefixSeesAndNamesItsOwnObjectsOnly() {
        store.put("elsewhere/x", text("x"));
        try (ObjectStore part = ObjectStores.open(location(server.credentials().secretKey(), BUCKET + "/one/two"))) {
            part.put("t/d/x", text("y"));

            assertThat(part.listAll("")).extracting(ObjectSummary::key).containsExactly("t/d/x");
            assertThat(part.list("", "t/d", 10)).hasSize(1);
            assertThat(part.listPrefixes("", "", 10)).containsExactly("t/");
            assertThat(store.readAll("one/two/t/d/x", 10)).isEqualTo(text("y"));
        }
    }

    @Test
    void aServerThatAsksToSlowDownIsUnavailable() {
        server.fault(new S3Fault.Unavailable());

        assertEveryOperationFailsAs(ObjectStoreException.Unavailable.class);
        server.heal();
        assertThat(store.isReachable()).isTrue();
    }

    @Test
    void aGatewaysErrorPageIsUnavailable() {
        server.fault(new S3Fault.BadGateway());

        assertEveryOperationFailsAs(ObjectStoreException.Unavailable.class);
    }

    @Test
    void aRefusalSaysWhatToDo() {
        server.fault(new S3Fault.Refusing());

        assertEveryOperationFailsAs(ObjectStoreException.Refused.class);
        assertThatThrownBy(() -> store.put("a", text("x"))).hasMessageContaining("allow access key test-access-key");
    }

    @Test
    void aWrongSecretIsRefusedByTheNameOfItsSetting() {
        try (ObjectStore wrong = ObjectStores.open(location("not-the-secret", BUCKET))) {
            assertThatThrownBy(() -> wrong.put("a", text("x")))
                    .isInstanceOf(ObjectStoreException.Refused.class)
                    .hasMessageContaining("secret-key")
                    .hasMessageNotContaining("not-the-secret");
        }
    }

    @Test
    void aMissingBucketIsRefusedAndNamed() {
        try (ObjectStore lost = ObjectStores.open(location(server.credentials().secretKey(), "no-such-bucket"))) {
            for (Runnable call : List.<Runnable>of(
                    lost::probe,
                    () -> lost.put("a", text("x")),
                    () -> lost.get("a", 0, 1),
                    () -> lost.list("", "", 1))) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(ObjectStoreException.Refused.class)
                        .hasMessageContaining("no bucket no-such-bucket");
            }
        }
    }

    @Test
    void aServerThatIsAwayIsUnavailable() {
        server.close();

        assertEveryOperationFailsAs(ObjectStoreException.Unavailable.class);
    }

    @Test
    void aSlowServerIsGivenUpAfterTheTimeout() {
        Duration slow = Duration.ofSeconds(20);
        server.fault(new S3Fault.Slow(slow));
        long start = System.nanoTime();

        assertThatThrownBy(() -> store.put("a", text("x"))).isInstanceOf(ObjectStoreException.Unavailable.class);
        assertThatThrownBy(() -> store.get("a", 0, 1)).isInstanceOf(ObjectStoreException.Unavailable.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(slow);
    }

    @Test
    void aPutThatIsCutInTheMiddleLeavesNothingVisibleAndKeepsTheFile() throws IOException {
        Path segment = Files.write(files.resolve("segment"), random(2_000_000));
        server.fault(new S3Fault.CutPuts(1_000_000));

        assertThatThrownBy(() -> store.put("t/d/s.drs", ObjectBody.consume(segment), PutReason.SIZE))
                .isInstanceOf(ObjectStoreException.Unavailable.class);

        assertThat(server.requests("PUT")).isEqualTo(1);
        assertThat(store.head("t/d/s.drs")).isEmpty();
        assertThat(store.listAll("")).isEmpty();
        assertThat(segment).hasSize(2_000_000);
    }

    @Test
    void aPutWhoseAnswerIsLostIsUnavailableAndCanBeRepeated() throws IOException {
        Path segment = Files.write(files.resolve("segment"), random(200_000));
        server.fault(new S3Fault.LoseAnswersToPuts());
        assertThatThrownBy(() -> store.put("t/d/s.drs", ObjectBody.consume(segment), PutReason.SIZE))
                .isInstanceOf(ObjectStoreException.Unavailable.class);
        server.heal();

        store.put("t/d/s.drs", ObjectBody.consume(segment), PutReason.SIZE);

        assertThat(server.requests("PUT")).isEqualTo(2);
        assertThat(store.readAll("t/d/s.drs", 1 << 20)).isEqualTo(random(200_000));
        assertThat(segment).doesNotExist();
    }

    @Test
    void aServerInItsOwnProcessFailsAndHealsAsToldOnItsInput() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        S3Server.class.getName(),
                        "0",
                        files.resolve("own").toString(),
                        "own-key",
                        "own-secret",
                        BUCKET)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
                ObjectStore own = ObjectStores.open(
                        s3(URI.create(out.readLine().substring("ready ".length())), "own-key", "own-secret", BUCKET))) {
            in.println("unavailable");
            assertThat(out.readLine()).isEqualTo("fault unavailable");
            assertThatThrownBy(() -> own.put("a", text("x"))).isInstanceOf(ObjectStoreException.Unavailable.class);

            in.println("healthy");
            assertThat(out.readLine()).isEqualTo("fault healthy");
            own.put("a", text("x"));
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void streamsThatAreClosedEarlyHoldNoConnection() throws IOException {
        store.put("large", random(3_000_000));

        for (int i = 0; i < 200; i++) {
            try (InputStream in = store.get("large", 0, 3_000_000)) {
                assertThat(in.read()).isNotNegative();
            }
        }

        assertThat(store.isReachable()).isTrue();
    }

    private void assertEveryOperationFailsAs(Class<? extends ObjectStoreException> kind) {
        for (Runnable call : List.<Runnable>of(
                () -> store.put("a", text("x")),
                () -> store.createIfAbsent("a", text("x")),
                () -> store.replaceIfMatch("a", text("x"), "0123456789abcdef0123456789abcdef"),
                () -> store.get("a", 0, 1),
                () -> store.head("a"),
                () -> store.list("", "", 1),
                () -> store.listPrefixes("", "", 1),
                () -> store.delete("a"),
                store::probe)) {
            assertThatThrownBy(call::run).isInstanceOf(kind);
        }
        assertThat(store.isReachable()).isFalse();
    }

    private ObjectStoreLocation location(String secretKey, String bucketAndPrefix) {
        return s3(server.endpoint(), server.credentials().accessKey(), secretKey, bucketAndPrefix);
    }

    private static ObjectStoreLocation s3(URI endpoint, String accessKey, String secretKey, String bucketAndPrefix) {
        return ObjectStoreLocation.of(
                        "s3://" + bucketAndPrefix, ObjectStoreLocation.S3Settings.at(endpoint, accessKey, secretKey))
                .withTimeouts(new ObjectStoreLocation.Timeouts(
                        Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(30)));
    }

    private Path sparse(long size) throws IOException {
        Path file = files.resolve("large");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(size);
        }
        return file;
    }

    /** Puts one file and ends. */
    static final class PutOneFile {
        private PutOneFile() {}

        public static void main(String[] arguments) {
            try (ObjectStore store =
                    ObjectStores.open(s3(URI.create(arguments[0]), arguments[1], arguments[2], BUCKET))) {
                store.put("large.drs", Path.of(arguments[3]));
            }
        }
    }
}
