package io.dayreel.sync.devices;

import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.sync.repair.Wish;
import java.util.ArrayList;
import java.util.List;

/**
 * What operators want of a device, in the order in which they asked. At most {@link #MAX_REQUESTS} requests wait; further
 * ones are refused. Not thread-safe.
 */
public final class Wishes {
    /** Requests of a device that may wait. */
    public static final int MAX_REQUESTS = 4;

    private final List<Wish> waiting;

    Wishes(List<Wish> waiting) {
        this.waiting = new ArrayList<>(waiting);
    }

    /** @return false if too many wait already; one that waits already is not added again */
    boolean add(RepairWish.Resend resend) {
        List<String> requests = waiting.stream().map(Wish::request).distinct().toList();
        if (requests.contains(resend.request())) {
            return true;
        }
        if (requests.size() >= MAX_REQUESTS) {
            return false;
        }
        resend.runs().forEach(run -> waiting.add(new Wish(resend.request(), resend.day(), run.run(), run.ranges())));
        return true;
    }

    /** What waits, first come first. */
    public List<Wish> waiting() {
        return List.copyOf(waiting);
    }

    /** Puts what is left of a wish in its place, or nothing if nothing is. */
    void replace(Wish wish, Wish rest) {
        int at = waiting.indexOf(wish);
        if (at >= 0 && rest.ranges().isEmpty()) {
            waiting.remove(at);
        } else if (at >= 0) {
            waiting.set(at, rest);
        }
    }
}
