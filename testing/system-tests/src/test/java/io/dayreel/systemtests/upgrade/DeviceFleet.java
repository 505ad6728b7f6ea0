package io.dayreel.systemtests.upgrade;

import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Tokens;
import io.dayreel.systemtests.device.Ledger;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Cameras of 100 kbit/s that send in real time, each with a ledger of what was acknowledged. Their connections begin at
 * whatever instance is named next. The owner closes it.
 */
final class DeviceFleet implements AutoCloseable {
    private static final int BITS_PER_SECOND = 100_000;
    private static final double PICTURES_PER_SECOND = 2;
    private static final int PICTURES_PER_GOP = 4;

    /** From one picture to the next. */
    static final Duration BETWEEN_PICTURES = Duration.ofMillis(500);

    private static final Duration SEND_EVERY = Duration.ofMillis(250);
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(60);

    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<LedgerDevice> devices = new ArrayList<>();
    private final List<CompletableFuture<Void>> streams = new ArrayList<>();
    private final ExecutorService threads;
    private volatile boolean streaming = true;

    private DeviceFleet(int size) {
        this.threads = Executors.newFixedThreadPool(size);
    }

    /** @param ledgers directory for the ledgers @param ingest asked before each connection */
    static DeviceFleet start(int size, Path ledgers, HttpClient http, Supplier<URI> ingest, Tokens tokens) {
        DeviceFleet fleet = new DeviceFleet(size);
        for (int i = 0; i < size; i++) {
            Ledger ledger = Ledger.create(ledgers, camera(i).stream());
            fleet.ledgers.add(ledger);
            fleet.devices.add(
                    new LedgerDevice(camera(i), ingest, tokens.device(Audience.TENANT, name(i)), Level.RECEIVED)
                            .withClient(http)
                            .sendingEvery(SEND_EVERY)
                            .withLedger(ledger));
        }
        fleet.devices.forEach(device -> fleet.streams.add(CompletableFuture.runAsync(
                () -> device.streams(() -> fleet.streaming, LAST_ACKNOWLEDGEMENTS), fleet.threads)));
        return fleet;
    }

    static String name(int index) {
        return "cam-" + index;
    }

    private static Camera camera(int index) {
        Instant now = Instant.now();
        int startedAtSecond = now.atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
        return Camera.of(
                CameraSettings.of(Audience.TENANT, name(index), Day.of(now).toString())
                        .videoOnly()
                        .withSeed(index)
                        .withVideo(PICTURES_PER_SECOND, BITS_PER_SECOND, PICTURES_PER_GOP)
                        .withRun(startedAtSecond / 2));
    }

    int size() {
        return devices.size();
    }

    /** Connections so far, over all devices. */
    int connections() {
        return devices.stream().mapToInt(LedgerDevice::connections).sum();
    }

    /** Whether every device was acknowledged at least as many frames. */
    boolean allAcknowledged(long frames) {
        return devices.stream()
                .allMatch(device -> device.acknowledged(Level.RECEIVED).size() >= frames);
    }

    /** What servers refused, in their words. */
    List<String> refusals() {
        return devices.stream().flatMap(device -> device.refusals().stream()).toList();
    }

    /** Ends the recording; returns once all is acknowledged, which is captured. */
    void finish() throws InterruptedException, ExecutionException, TimeoutException {
        streaming = false;
        for (CompletableFuture<Void> stream : streams) {
            stream.get(LAST_ACKNOWLEDGEMENTS.toSeconds() * 2, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        streaming = false;
        threads.shutdownNow();
        ledgers.forEach(Ledger::close);
    }
}
