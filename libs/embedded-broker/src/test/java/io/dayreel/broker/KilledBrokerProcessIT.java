package io.dayreel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledBrokerProcessIT {
    /** A start that recovers what was written, in first starts. More would be a broker that waits for a timeout. */
    private static final int RESTART_RATIO = 10;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private static final String PADDING = "-".repeat(10_000);

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aBrokerKilledInMidStreamComesBackSoonWithEveryAcknowledgedRecord() throws Exception {
        long began = System.nanoTime();
        Process broker = startBroker(0);
        String bootstrap = awaitReady(broker);
        Duration first = Duration.ofNanos(System.nanoTime() - began);
        BrokerClients clients = new BrokerClients(bootstrap);
        clients.createTopic("stream");
        List<String> acknowledged = produceUntilKilled(clients, broker);

        long restarted = System.nanoTime();
        Process again = startBroker(Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1)));
        awaitReady(again);
        Duration took = Duration.ofNanos(System.nanoTime() - restarted);

        System.out.println("first start " + first.toMillis() + " ms, after SIGKILL " + took.toMillis()
                + " ms, resident " + residentKib(again) + " KiB, " + acknowledged.size() + " records acknowledged");
        assertThat(took).isLessThan(first.multipliedBy(RESTART_RATIO));
        assertThat(clients.readCommitted("stream").stream()
                        .map(value -> value.replace(PADDING, ""))
                        .toList())
                .containsAll(acknowledged);
        again.destroy();
        assertThat(again.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("stops on SIGTERM")
                .isTrue();
    }

    @Test
    void wrongArgumentsAreAnsweredWithTheUsageAndStatusTwo() throws Exception {
        Process process = start(List.of("--prot", "9092"), Map.of());

        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(said).contains("unknown option --prot").contains("usage: BrokerMain --data DIR");
    }

    /** Most records are confirmed in peace, the last ones are in flight when the broker dies. */
    private static List<String> produceUntilKilled(BrokerClients clients, Process broker) throws Exception {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        try (var patient = clients.producer(Map.of("linger.ms", 0))) {
            produce(patient, 0, 2000, acknowledged);
            patient.flush();
        }
        assertThat(acknowledged).hasSize(2001);
        try (var hasty =
                clients.producer(Map.of("delivery.timeout.ms", 3000, "request.timeout.ms", 1500, "linger.ms", 0))) {
            produce(hasty, 2001, 2500, acknowledged);
            broker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            hasty.close(Duration.ofSeconds(4));
        }
        return List.copyOf(acknowledged);
    }

    private static void produce(Producer<String, String> producer, int first, int last, Queue<String> acknowledged) {
        for (int i = first; i <= last; i++) {
            String number = Integer.toString(i);
            producer.send(new ProducerRecord<>("stream", number + PADDING), (where, failure) -> {
                if (failure == null) {
                    acknowledged.add(number);
                }
            });
        }
    }

    private Process startBroker(int port) throws IOException {
        return start(List.of("--data", directory.toString(), "--port", Integer.toString(port)), Map.of());
    }

    private Process start(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String awaitReady(Process broker) throws IOException {
        BufferedReader output = broker.inputReader();
        List<String> noise = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready ")) {
                assertThat(noise).as("the broker starts quietly").hasSizeLessThan(10);
                return line.substring("ready ".length());
            }
            noise.add(line);
            System.out.println("broker: " + line);
        }
        throw new AssertionError("the broker ended before it was ready: " + noise);
    }

    private static String residentKib(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElse("unknown");
    }
}
