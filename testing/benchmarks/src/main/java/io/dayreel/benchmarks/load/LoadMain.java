package io.dayreel.benchmarks.load;

import io.dayreel.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The load generator as a process: reads one {@link LoadOrder} per line from standard input, prints {@code measuring}
 * when its warm-up is over and {@code result} with a {@link LoadResult}, or {@code failed} with the reason. Ends with
 * its input.
 */
public final class LoadMain {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private LoadMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (LoadGenerator generator = new LoadGenerator();
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                try {
                    LoadOrder order = Json.read(line, LoadOrder.class);
                    LoadResult result = generator.run(order, () -> System.out.println("measuring"), LIMIT);
                    System.out.println("result " + Json.write(result));
                } catch (IllegalStateException e) {
                    System.out.println("failed " + e.getMessage());
                }
            }
        }
    }
}
