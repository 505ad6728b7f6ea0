package io.dayreel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoryObjectStoreIT extends ObjectStoreContract {
    @Override
    ObjectStore openEmpty() {
        return open(root());
    }

    @Test
    void aConsumedFileBecomesTheObjectWithoutACopy() throws IOException {
        Path spool = Files.write(files.resolve("spool"), random(5000));
        Object inode = Files.readAttributes(spool, BasicFileAttributes.class).fileKey();

        store.put("t/d/s.drs", ObjectBody.consume(spool), PutReason.SIZE);

        assertThat(Files.readAttributes(root().resolve("t/d/s.drs"), BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(inode);
    }

    @Test
    void ofManyConcurrentCreationsExactlyOneWins() throws Exception {
        try (ObjectStore other = open(root())) {
            for (int round = 0; round < 25; round++) {
                String key = "manifest-" + round + ".json";
                List<Boolean> won = inParallel(8, i -> (i % 2 == 0 ? store : other).createIfAbsent(key, text("" + i)));

                assertThat(won).containsOnlyOnce(true);
                int winner = won.indexOf(true);
                assertThat(store.readAll(key, 10)).isEqualTo(text("" + winner));
            }
        }
    }

    @Test
    void concurrentReplacementsLoseNoUpdate() throws Exception {
        store.put("counter", text("0"));
        try (ObjectStore other = open(root())) {
            inParallel(4, i -> {
                ObjectStore mine = i % 2 == 0 ? store : other;
                for (int n = 0; n < 20; n++) {
                    increment(mine, "counter");
                }
                return true;
            });
        }

        assertThat(store.readAll("counter", 10)).isEqualTo(text("80"));
    }

    @Test
    void aStoppedClockStillGivesEachVersionItsOwnETag() {
        try (ObjectStore stopped =
                ObjectStores.open(ObjectStoreLocation.directory(root()), () -> Instant.ofEpochSecond(1_700_000_000))) {
            String first = stopped.put("a", text("1"));
            String second = stopped.put("a", text("2"));

            assertThat(second).isNotEqualTo(first);
        }
    }

    @Test
    void aPutThatIsKilledLeavesNothingVisibleAndItsRemainsAreRemoved() throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessPuts.class.getName(),
                        root().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("putting");
            waitUntilMidPut();
        } finally {
            victim.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(incoming()).as("remains of the killed process").hasSizeGreaterThan(2);

        try (ObjectStore reopened = open(root())) {
            for (ObjectSummary object : reopened.listAll("")) {
                assertThat(object.size()).isEqualTo(EndlessPuts.SIZE);
                byte[] bytes = reopened.readAll(object.key(), EndlessPuts.SIZE);
                assertThat(bytes).isEqualTo(filled(EndlessPuts.SIZE, bytes[0]));
            }
            assertThat(incoming()).as("the two open stores").hasSize(2).allMatch(Files::isDirectory);
        }
    }

    @Test
    void aKeyThatIsTheFolderOfAnotherIsRefused() {
        store.put("a/b", text("x"));

        assertThatThrownBy(() -> store.put("a", text("y"))).isInstanceOf(ObjectStoreException.Refused.class);
        assertThatThrownBy(() -> store.put("a/b/c", text("y"))).isInstanceOf(ObjectStoreException.Refused.class);
        assertThat(store.head("a")).isEmpty();
        assertThat(store.head("a/b/c")).isEmpty();
        assertThat(store.readAll("a/b", 10)).isEqualTo(text("x"));
    }

    @Test
    void aPlaceThatIsNoDirectoryIsRefusedByTheNameOfItsSetting() throws IOException {
        Path file = Files.createFile(files.resolve("file"));

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(ObjectStoreException.Refused.class)
                .hasMessageContaining("setting location");
    }

    private Path root() {
        return files.resolve("objects");
    }

    private static ObjectStore open(Path root) {
        return ObjectStores.open(ObjectStoreLocation.directory(root));
    }

    private List<Path> incoming() throws IOException {
        try (Stream<Path> paths = Files.walk(root().resolve(".dayreel/incoming"))) {
            return paths.skip(1).toList();
        }
    }

    /** The victim alone makes files here; one that is not empty is being written. */
    private void waitUntilMidPut() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            for (Path path : incoming()) {
                if (Files.isRegularFile(path) && path.toFile().length() > 0) {
                    return;
                }
            }
        }
        throw new AssertionError("no put was seen under way within 20 s");
    }

    private static void increment(ObjectStore store, String key) {
        while (true) {
            String etag = store.head(key).orElseThrow().etag();
            int value = Integer.parseInt(new String(store.readAll(key, 10), StandardCharsets.UTF_8));
            try {
                store.replaceIfMatch(key, text("" + (value + 1)), etag);
                return;
            } catch (ObjectStoreException.PreconditionFailed e) {
                continue;
            }
        }
    }

    private interface Task<T> {
        T run(int index) throws Exception;
    }

    private static <T> List<T> inParallel(int threads, Task<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int index = i;
                running.add(pool.submit(() -> task.run(index)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Puts whole objects, one after another, until it is killed. */
    static final class EndlessPuts {
        static final int SIZE = 16 << 20;

        private EndlessPuts() {}

        public static void main(String[] arguments) {
            ObjectStore store = open(Path.of(arguments[0]));
            System.out.println("putting");
            for (int i = 0; ; i++) {
                store.put("object-" + i % 4, filled(SIZE, i));
            }
        }
    }
}
