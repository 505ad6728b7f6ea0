package io.dayreel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every object store does whose conditional writes are atomic; the S3 server of the test kit's are not. */
abstract class ConcurrentWritesContract extends ObjectStoreContract {
    /** A second store over the same objects; closed by the caller. */
    abstract ObjectStore openAnother();

    @Test
    void ofManyConcurrentCreationsExactlyOneWins() throws Exception {
        try (ObjectStore other = openAnother()) {
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
        try (ObjectStore other = openAnother()) {
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
}
