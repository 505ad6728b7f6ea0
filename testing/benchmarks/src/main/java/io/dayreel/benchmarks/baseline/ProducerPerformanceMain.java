package io.dayreel.benchmarks.baseline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * Kafka's own ProducerPerformance, unchanged, in a JVM that stays, so that it is as warm as the servers that it is
 * compared with. Reads one line of its arguments at a time, prints {@code finished} after each. Ends with its input.
 */
public final class ProducerPerformanceMain {
    private ProducerPerformanceMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    ProducerPerformance.main(line.split(" "));
                    System.out.println("finished");
                } catch (Exception e) {
                    System.out.println("failed " + e);
                }
            }
        }
    }
}
