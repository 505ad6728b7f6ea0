package io.dayreel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.testkit.disk.SmallDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoryObjectStoreIT extends ConcurrentWritesContract {
    @Override
    ObjectStore openEmpty() {
        return open(root());
    }

    @Override
    ObjectStore openAnother() {
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
        assertThat(incoming()).as("remains of the killed process").hasSizeGreaterThanOrEqualTo(2);

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
    void aConsumedFileOnAnotherFileSystemIsCopiedAndThenGone() throws IOException {
        Path memory = Path.of("/dev/shm");
        if (Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(files))) {
            assertConsumedFrom(memory);
            return;
        }
        String untested = "a spool on another file system than the directory store's";
        try (SmallDisk other = SmallDisk.mount(files.resolve("other"), 1, untested)) {
            assertConsumedFrom(other.directory());
        }
    }

    private void assertConsumedFrom(Path elsewhere) throws IOException {
        Path spool = Files.write(Files.createTempFile(elsewhere, "dayreel-spool", ""), random(70_000));
        try {
            assertThat(store.createIfAbsent("a", ObjectBody.consume(spool), PutReason.SIZE))
                    .isTrue();

            assertThat(store.readAll("a", 100_000)).isEqualTo(random(70_000));
            assertThat(spool).doesNotExist();
        } finally {
            Files.deleteIfExists(spool);
        }
    }

    @Test
    void aDirectoryThatIsTakenAwayIsRefusedByTheNameOfItsSetting() throws IOException {
        Files.move(root(), files.resolve("moved"));

        assertThat(store.isReachable()).isFalse();
        assertThatThrownBy(() -> store.put("a", text("x")))
                .isInstanceOf(ObjectStoreException.Refused.class)
                .hasMessageContaining("setting location");
        Files.move(files.resolve("moved"), root());
        assertThat(store.isReachable()).isTrue();
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
