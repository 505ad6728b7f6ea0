package io.dayreel.systemtests.faults;

import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.checker.Checker;
import io.dayreel.systemtests.checker.Verdict;
import io.dayreel.systemtests.cloud.CloudLayout;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.cloud.ProxiedLinks;
import io.dayreel.systemtests.device.Ledger;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.systemtests.viewer.LiveWatcher;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import io.dayreel.testkit.disk.SmallDisk;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.opentest4j.TestAbortedException;

/**
 * Two devices that stream in real time through a cloud of processes, a viewer who watches, one fault after the other, and
 * after each the checker's word on all that was acknowledged since. The first device wants {@code received}, the second
 * {@code archived}. The owner closes it; ledgers and the processes' output stay in the directory.
 */
public final class FaultRun implements AutoCloseable {
    private static final String TENANT = "acme";
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration CATCH_UP = Duration.ofSeconds(90);
    private static final Duration CHECK = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Duration LAST_ACKNOWLEDGEMENTS = Duration.ofSeconds(120);
    private static final int SPOOL_DISK_MEBIBYTES = 48;

    private final ProcessCloud cloud;
    private final Optional<SmallDisk> spoolDisk;
    private final Path ledgers;
    private final Instant began = Instant.now();
    private final List<Ledger> files = new ArrayList<>();
    private final List<LedgerDevice> devices = new ArrayList<>();
    private final List<CompletableFuture<Void>> streams = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final LiveWatcher live;
    private final PastProbe past;
    private final Checker checker;
    private final FaultPlan plan;
    private volatile boolean streaming = true;

    private FaultRun(
            Path directory, ProcessCloud cloud, ProxiedLinks links, Optional<SmallDisk> disk, Duration longest) {
        this.cloud = cloud;
        this.spoolDisk = disk;
        this.ledgers = directory.resolve("ledgers");
        devices.add(device("cam-0", Level.RECEIVED));
        devices.add(device("cam-1", Level.ARCHIVED));
        devices.forEach(device ->
                streams.add(CompletableFuture.runAsync(() -> device.streams(() -> streaming, LAST_ACKNOWLEDGEMENTS))));
        String token = cloud.tokens().viewer(TENANT);
        this.live = new LiveWatcher(http, cloud::streamer, token, "cam-0");
        this.past = new PastProbe(cloud.streamer(), token, "cam-0");
        this.checker = new Checker(ledgers, cloud.streamer(), cloud.tokens()::viewer, cloud.kafka(), cloud.objects());
        this.plan = new FaultPlan(cloud, links, disk, this::wrongClock, longest);
    }

    /**
     * Starts all of it and returns once the devices are recorded.
     *
     * @param copies instances of each service; sync has one
     * @param longest that a fault is held
     */
    public static FaultRun start(Path directory, Map<Service, Integer> copies, Duration longest) {
        Service.requireBuilt();
        ProxiedLinks links = new ProxiedLinks(copies.entrySet().stream()
                .flatMap(each -> IntStream.range(0, each.getValue()).mapToObj(each.getKey()::instanceName))
                .toList());
        String firstWriter = Service.WRITER.instanceName(0);
        Optional<SmallDisk> disk = disk(directory.resolve(firstWriter).resolve("spool"));
        ProcessCloud cloud = ProcessCloud.start(directory, new CloudLayout(copies, settings(copies), Map.of(), links));
        FaultRun run = new FaultRun(directory, cloud, links, disk, longest);
        await("the first frames of " + run.devices, CATCH_UP, () -> run.devices.stream()
                .allMatch(device -> device.acknowledged(Level.RECEIVED).size() > 50));
        return run;
    }

    private static Map<String, String> settings(Map<Service, Integer> copies) {
        return Map.ofEntries(
                Map.entry("dayreel.writer.segment-max-size", "1M"),
                Map.entry("dayreel.writer.segment-max-age", "PT5S"),
                Map.entry("dayreel.writer.spool-min-free", "4M"),
                Map.entry("dayreel.writer.tail-window", "PT20S"),
                Map.entry("dayreel.writer.trim-period", "PT5S"),
                Map.entry("dayreel.writer.archive-retry-max", "PT5S"),
                Map.entry("dayreel.ingest.takeovers-per-minute", "60"),
                Map.entry("dayreel.indexer.standby-replicas", copies.get(Service.INDEXER) > 1 ? "1" : "0"));
    }

    private static Optional<SmallDisk> disk(Path spool) {
        try {
            return Optional.of(SmallDisk.mount(spool, SPOOL_DISK_MEBIBYTES, "a writer whose spool disk is full"));
        } catch (TestAbortedException refused) {
            return Optional.empty();
        }
    }

    /** Draws the fault of this seed, lets it happen, and has everything checked. */
    public RoundResult round(long seed, Set<FaultKind> kinds) throws InterruptedException {
        FaultPlan.Round round = plan.round(seed, kinds);
        Fault fault = round.fault();
        List<String> problems = new ArrayList<>();
        long disordersBefore = live.disorders();
        long began = System.nanoTime();
        fault.inject();
        // Captured from here on, and so after whoever was to be killed was dead.
        long next = devices.get(0).captured();
        CompletableFuture<Long> opened =
                fault.kills() ? past.opens(someTimeAgo(seed), RECOVERY) : new CompletableFuture<>();
        LockSupport.parkNanos(round.hold().toNanos());
        heal(fault, problems);
        Duration back = Duration.ofNanos(System.nanoTime() - began);
        awaitCaughtUp(problems);
        RoundResult.Recovery recovery =
                fault.kills() ? recovery(began, next, opened, back, problems) : RoundResult.NO_RECOVERY;
        Verdict verdict = checker.newlyAcknowledged(CHECK);
        problems.addAll(verdict.problems());
        if (live.disorders() > disordersBefore) {
            problems.add("live: " + (live.disorders() - disordersBefore) + " frames twice or out of order");
        }
        return new RoundResult(
                seed,
                fault.name(),
                round.hold(),
                recovery,
                verdict,
                Duration.ofNanos(System.nanoTime() - began),
                problems);
    }

    private static void heal(Fault fault, List<String> problems) {
        try {
            fault.heal();
        } catch (AssertionError e) {
            problems.add(fault.name() + " does not heal: " + e.getMessage());
        }
    }

    /** A moment that is recorded for sure, and mostly long enough ago to be archived. */
    private Instant someTimeAgo(long seed) {
        long seconds = Duration.between(began, Instant.now()).toSeconds() - 40;
        return began.plusSeconds(seconds <= 2 ? 2 : Math.floorMod(seed * 7919, seconds));
    }

    private void awaitCaughtUp(List<String> problems) {
        for (LedgerDevice device : devices) {
            long captured = device.captured();
            try {
                await(device.camera().stream() + " to catch up", CATCH_UP, () -> device.acknowledged(Level.RECEIVED)
                        .containsAll(0, captured - 1));
            } catch (AssertionError e) {
                problems.add(e.getMessage() + ": "
                        + device.acknowledged(Level.RECEIVED).missing(0, captured - 1) + ", refusals "
                        + device.refusals());
            }
        }
        streams.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .forEach(broken -> problems.add("a device gave up: "
                        + broken.handle((done, reason) -> reason).join()));
    }

    private RoundResult.Recovery recovery(
            long began, long next, CompletableFuture<Long> opened, Duration back, List<String> problems)
            throws InterruptedException {
        Optional<Duration> liveAfter = Optional.empty();
        try {
            await("live playback", RECOVERY, () -> live.reached(next).isPresent());
            OptionalLong reached = live.reached(next);
            liveAfter = Optional.of(Duration.ofNanos(Math.max(0, reached.orElseThrow() - began)));
        } catch (AssertionError e) {
            problems.add(e.getMessage());
        }
        Optional<Duration> pastAfter = Optional.empty();
        try {
            pastAfter = Optional.of(Duration.ofNanos(opened.get(RECOVERY.toSeconds(), TimeUnit.SECONDS) - began));
        } catch (ExecutionException | TimeoutException e) {
            problems.add("playback of the past: " + e.getMessage());
        }
        return new RoundResult.Recovery(liveAfter, pastAfter, Optional.of(back));
    }

    /** Ends the recording and has all of it checked from its beginning, in the archive too. */
    public Verdict finish() throws InterruptedException {
        streaming = false;
        List<String> problems = new ArrayList<>();
        for (CompletableFuture<Void> stream : streams) {
            try {
                stream.get(LAST_ACKNOWLEDGEMENTS.toSeconds() + 10, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                problems.add("a device did not come to its end: " + e.getMessage());
            }
        }
        Verdict verdict = checker.everything(CHECK.multipliedBy(2));
        problems.addAll(verdict.problems());
        return new Verdict(verdict.acknowledged(), verdict.lost(), verdict.doubled(), problems);
    }

    /** Announced objects that were read from the store, and frames that lie there more than once. */
    public String stored() {
        return checker.objectsRead() + " objects, " + checker.storedRepeats() + " frames in more than one";
    }

    private LedgerDevice device(String name, Level wants) {
        Instant now = Instant.now();
        int run = now.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 2;
        Camera camera =
                Camera.of(CameraSettings.of(Camera.of(TENANT, name, Day.of(now).toString()).stream())
                        .withVideo(25, 400_000, 25)
                        .withRun(run));
        return ofCamera(camera, wants).withLedger(ledger(camera));
    }

    private WrongClock wrongClock(long seed) {
        Duration off = Duration.ofMinutes(Math.floorMod(seed * 7919, 600) - 300);
        return new WrongClock("clock-" + seed, off, camera -> ofCamera(camera, Level.RECEIVED), this::ledger);
    }

    private LedgerDevice ofCamera(Camera camera, Level wants) {
        String device = camera.stream().device();
        return new LedgerDevice(camera, cloud::ingest, cloud.tokens().device(TENANT, device), wants);
    }

    private Ledger ledger(Camera camera) {
        Ledger ledger = Ledger.create(ledgers, camera.stream());
        files.add(ledger);
        return ledger;
    }

    private static void await(String what, Duration limit, BooleanSupplier holds) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": not within " + limit);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        streaming = false;
        live.close();
        cloud.close();
        files.forEach(Ledger::close);
        spoolDisk.ifPresent(SmallDisk::close);
    }
}
