package io.dayreel.systemtests.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.systemtests.checker.Checker;
import io.dayreel.systemtests.checker.Verdict;
import io.dayreel.systemtests.cloud.BalancedLinks;
import io.dayreel.systemtests.cloud.CloudLayout;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.testkit.process.ServiceProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Devices and viewers of an installation with two instances of each service; what is done to it is measured. */
public final class UpgradeRun implements AutoCloseable {
    private static final int COPIES = 2;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration UNDER_WAY = Duration.ofSeconds(90);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration CALM_WAIT = DeviceFleet.BETWEEN_PICTURES.plusMillis(500);
    private static final Duration CALM_LIMIT = Duration.ofSeconds(60);
    private static final Duration CHECK = Duration.ofSeconds(120);
    private static final int FRAMES_AT_FIRST = 20;

    private final Path ledgers;
    private final ProcessCloud cloud;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final DeviceFleet devices;
    private final Audience viewers;
    private volatile ServiceProcess stopping;
    private final List<UpgradeStep> steps = new ArrayList<>();

    private UpgradeRun(ProcessCloud cloud, Path directory, int devices, int viewers) {
        this.cloud = cloud;
        this.ledgers = directory.resolve("ledgers");
        this.devices = DeviceFleet.start(devices, ledgers, http, inTurn(Service.INGEST), cloud.tokens());
        this.viewers = Audience.start(
                viewers, http, inTurn(Service.STREAMER), cloud.tokens().viewer(Audience.TENANT));
    }

    /** A cloud that can be upgraded: two instances of each service, with balancers before them. */
    public static CloudLayout layout(Map<String, String> settings) {
        Map<Service, Integer> copies = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            copies.put(service, COPIES);
        }
        Map<String, String> all = new HashMap<>(settings);
        all.put("dayreel.indexer.standby-replicas", "1");
        all.put("dayreel.sync.standby-replicas", "1");
        return new CloudLayout(copies, all, Map.of(), new BalancedLinks());
    }

    /**
     * Returns once every device was acknowledged something and every viewer sees it.
     *
     * @param cloud of {@link #layout}; stays open
     * @param directory for what devices remember
     */
    public static UpgradeRun start(ProcessCloud cloud, Path directory, int devices, int viewers) {
        UpgradeRun run = new UpgradeRun(cloud, directory, devices, viewers);
        try {
            await().atMost(UNDER_WAY)
                    .until(() ->
                            run.devices.allAcknowledged(FRAMES_AT_FIRST) && run.viewers.allReached(FRAMES_AT_FIRST));
            run.awaitCalm();
            return run;
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    /**
     * As a cluster's balancer names instances to clients: one after the other. It leaves out those that it was told to
     * stop, until they are ready again, and knows nothing of those that die.
     */
    private Supplier<URI> inTurn(Service service) {
        AtomicInteger turn = new AtomicInteger();
        return () -> IntStream.generate(turn::getAndIncrement)
                .map(next -> Math.floorMod(next, COPIES))
                .mapToObj(index -> cloud.instance(service, index))
                .filter(instance -> !instance.process().equals(stopping))
                .findFirst()
                .orElseThrow()
                .address();
    }

    /** Until nobody has waited for a while: so long the next instance is left alone, as an operator would. */
    private void awaitCalm() {
        long since = System.nanoTime();
        await().atMost(CALM_LIMIT).pollInterval(Duration.ofMillis(250)).until(() -> {
            long now = System.nanoTime();
            return now - since > CALM.toNanos()
                    && viewers.longestWaits(now - CALM.toNanos(), now).get(0).compareTo(CALM_WAIT) < 0;
        });
    }

    /** Stops and starts the instances of a service, the next one when the one before is ready. */
    public List<UpgradeStep> upgrade(Service service) {
        List<UpgradeStep> done = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            ServiceProcess process = cloud.instance(service, i).process();
            done.add(step("upgrade of " + service.instanceName(i), process, () -> {
                stopping = process;
                process.stop();
            }));
        }
        return done;
    }

    /** Kills an instance, and starts it again as whatever watches over processes does. */
    public UpgradeStep kill(Service service, int index) {
        ServiceProcess process = cloud.instance(service, index).process();
        return step("killed: " + service.instanceName(index), process, process::kill9);
    }

    private UpgradeStep step(String what, ServiceProcess process, Runnable end) {
        int connectionsBefore = devices.connections();
        long began = System.nanoTime();
        end.run();
        long stopped = System.nanoTime();
        process.restart();
        stopping = null;
        long ready = System.nanoTime();
        // What an instance takes over when it comes back counts, too.
        awaitCalm();
        long until = System.nanoTime();
        UpgradeStep step = new UpgradeStep(
                what,
                Duration.ofNanos(stopped - began),
                Duration.ofNanos(ready - stopped),
                viewers.longestWaits(began, until),
                devices.connections() - connectionsBefore);
        System.out.println((steps.isEmpty() ? UpgradeStep.header() + "\n" : "") + step.row());
        steps.add(step);
        return step;
    }

    /**
     * Ends the recording and looks for every frame that was acknowledged, in the timeline and in the archive.
     *
     * @throws AssertionError if one is not there, or a viewer got one twice on a connection
     */
    public Verdict finish() throws Exception {
        devices.finish();
        assertThat(devices.refusals()).isEmpty();
        assertThat(viewers.disorders()).isZero();
        viewers.close();
        Verdict verdict = new Checker(ledgers, cloud.streamer(), cloud.tokens()::viewer, cloud.kafka(), cloud.objects())
                .everything(CHECK);
        assertThat(verdict.problems()).isEmpty();
        System.out.println(verdict.acknowledged() + " frames were acknowledged to " + devices.size()
                + " devices, and all of them are there");
        return verdict;
    }

    @Override
    public void close() {
        viewers.close();
        devices.close();
    }
}
