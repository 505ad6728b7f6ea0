package io.dayreel.systemtests.faults;

import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.cloud.ProxiedLinks;
import io.dayreel.testkit.disk.SmallDisk;
import io.dayreel.testkit.process.ServiceProcess;
import io.dayreel.testkit.s3.S3Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Draws faults of a cloud. The same seed, kinds and number of instances give the same fault. */
final class FaultPlan {
    private static final String BROKER = "broker";
    private static final int BROKERS_SHARE = 6;

    private final ProcessCloud cloud;
    private final ProxiedLinks links;
    private final Optional<SmallDisk> spoolDisk;
    private final LongFunction<WrongClock> clocks;
    private final Duration longest;

    /** A fault and how long it lasts. */
    record Round(long seed, Fault fault, Duration hold) {}

    private record Victim(String name, ServiceProcess process) {}

    /**
     * @param spoolDisk the disk of the first writer, where it has one of its own
     * @param clocks makes a device of this number with a wrong clock
     * @param longest that a fault is held
     */
    FaultPlan(
            ProcessCloud cloud,
            ProxiedLinks links,
            Optional<SmallDisk> spoolDisk,
            LongFunction<WrongClock> clocks,
            Duration longest) {
        this.cloud = cloud;
        this.links = links;
        this.spoolDisk = spoolDisk;
        this.clocks = clocks;
        this.longest = longest;
    }

    Round round(long seed, Set<FaultKind> kinds) {
        // Mixed, since Random begins alike with neighbouring seeds.
        Random random = new Random(new SplittableRandom(seed).nextLong());
        FaultKind kind = FaultKind.draw(random, kinds);
        return switch (kind) {
            case KILL -> new Round(seed, kill(random), between(random, 0, 1));
            case FREEZE -> new Round(seed, freeze("freeze", anybody(random)), between(random, 2, 30));
            case ZOMBIE -> new Round(seed, freeze("zombie", instance(random, Service.WRITER)), pastItsSession(random));
            case LEAVE -> new Round(seed, leave(random), between(random, 1, 5));
            case NETWORK -> new Round(seed, link(random), between(random, 2, 20));
            case STORE -> new Round(seed, store(random), between(random, 4, 20));
            case DISK -> new Round(seed, disk(seed), between(random, 8, 15));
            case CLOCK -> new Round(seed, clocks.apply(seed), Duration.ZERO);
            case ROLLING -> new Round(seed, rolling(), Duration.ZERO);
        };
    }

    private Duration between(Random random, int fromSeconds, int toSeconds) {
        long millis = fromSeconds * 1000L + random.nextInt((toSeconds - fromSeconds) * 1000);
        return Duration.ofMillis(Math.min(millis, longest.toMillis()));
    }

    /** Not cut short: a writer that comes back within its session of 6 s is no zombie. */
    private static Duration pastItsSession(Random random) {
        return Duration.ofMillis(9000 + random.nextInt(5000));
    }

    private Fault kill(Random random) {
        Victim victim = anybody(random);
        return new KilledProcess(victim.name(), victim.process());
    }

    private static Fault freeze(String as, Victim victim) {
        return new FrozenProcess(as, victim.name(), victim.process());
    }

    private Fault leave(Random random) {
        Service[] services = Service.values();
        Victim victim = instance(random, services[random.nextInt(services.length)]);
        return new LeavingInstance(victim.name(), victim.process());
    }

    private Fault link(Random random) {
        BrokenLink.How[] hows = BrokenLink.How.values();
        BrokenLink.How how = hows[random.nextInt(hows.length)];
        return switch (random.nextInt(4)) {
            case 0 -> new BrokenLink("to the store", links.toStore(), how);
            case 1 -> {
                List<Service> called = List.of(Service.INDEXER, Service.SYNC, Service.STREAMER);
                Service service = called.get(random.nextInt(called.size()));
                yield new BrokenLink("to " + service.moduleName(), links.toService(service), how);
            }
            default -> {
                Service[] services = Service.values();
                String instance = instance(random, services[random.nextInt(services.length)])
                        .name();
                yield new BrokenLink("from " + instance + " to the broker", links.toBroker(instance), how);
            }
        };
    }

    private Fault store(Random random) {
        S3Fault fault =
                switch (random.nextInt(4)) {
                    case 0 -> new S3Fault.Unavailable();
                    case 1 -> new S3Fault.Slow(Duration.ofMillis(500 + random.nextInt(2500)));
                    case 2 -> new S3Fault.CutPuts(random.nextInt(300_000));
                    default -> new S3Fault.LoseAnswersToPuts();
                };
        return new FailingStore(cloud.store(), fault);
    }

    private Fault disk(long seed) {
        if (spoolDisk.isEmpty()) {
            return clocks.apply(seed);
        }
        return new FullDisk(Service.WRITER.instanceName(0), spoolDisk.get());
    }

    private Fault rolling() {
        List<ServiceProcess> all = new ArrayList<>();
        for (Service service : Service.values()) {
            IntStream.range(0, cloud.copies(service))
                    .forEach(index -> all.add(cloud.instance(service, index).process()));
        }
        return new RollingRestart(all);
    }

    private Victim anybody(Random random) {
        Service[] services = Service.values();
        int drawn = random.nextInt(BROKERS_SHARE);
        return drawn == services.length ? new Victim(BROKER, cloud.broker()) : instance(random, services[drawn]);
    }

    private Victim instance(Random random, Service service) {
        int index = random.nextInt(cloud.copies(service));
        return new Victim(
                service.instanceName(index), cloud.instance(service, index).process());
    }
}
