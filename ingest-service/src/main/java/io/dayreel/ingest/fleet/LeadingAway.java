package io.dayreel.ingest.fleet;

import io.dayreel.protocol.stream.DeviceId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Leads the devices of an instance that stops elsewhere as fast as others take them: only so many are on their way at a
 * time, since every one of them waits as long as all that come with it. Used by one thread, once.
 */
public final class LeadingAway {
    /** Of many devices a twentieth may be on their way, so that a thousand take no longer than two hundred. */
    private static final int SHARE_ON_THE_WAY = 20;

    private static final int LEAST_ON_THE_WAY = 8;
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    /** A device that has not come elsewhere by then is not waited for. */
    private static final long ARRIVAL_NANOS = Duration.ofSeconds(3).toNanos();

    private final Consumer<DeviceId> lead;
    private final Predicate<DeviceId> arrived;
    private final Deque<OnTheWay> onTheWay = new ArrayDeque<>();

    private record OnTheWay(DeviceId device, long sinceNanos) {}

    /**
     * @param lead tells one device
     * @param arrived whether a device has been seen at another instance
     */
    public LeadingAway(Consumer<DeviceId> lead, Predicate<DeviceId> arrived) {
        this.lead = lead;
        this.arrived = arrived;
    }

    /** Leads all away, in an order of chance. @param spread after this time the rest is told at once */
    public void all(List<DeviceId> devices, Duration spread) {
        List<DeviceId> leaving = new ArrayList<>(devices);
        Collections.shuffle(leaving, new Random());
        int most = Math.max(LEAST_ON_THE_WAY, leaving.size() / SHARE_ON_THE_WAY);
        long deadline = System.nanoTime() + spread.toNanos();
        for (DeviceId device : leaving) {
            awaitRoom(most, deadline);
            lead.accept(device);
            onTheWay.add(new OnTheWay(device, System.nanoTime()));
        }
    }

    private void awaitRoom(int most, long deadline) {
        forgetArrived();
        while (onTheWay.size() >= most && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            forgetArrived();
        }
    }

    private void forgetArrived() {
        long now = System.nanoTime();
        onTheWay.removeIf(each -> now - each.sinceNanos() > ARRIVAL_NANOS || arrived.test(each.device()));
    }
}
