package io.dayreel.datagrams.server;

import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.datagrams.packet.Payload;
import io.dayreel.datagrams.packet.ReplayWindow;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the fragments of one session's messages together. What it holds is bounded per session and, by the budget, over
 * all: at either bound the session's oldest unfinished message gives way to the newer one, because its device leaves it
 * to TCP first. A message that was finished or given up does not begin again. Not thread-safe.
 */
final class Reassembly {
    private static final int FIXED_COST = 256;
    private static final int COST_PER_FRAGMENT = 80;

    /** A message of which not all has come. Grows with what came, not with what a fragment says is to come. */
    private static final class Partial {
        final Map<Integer, byte[]> fragments = new HashMap<>();
        final int count;
        final long sinceNanos;
        int bytes;
        long cost;

        Partial(int count, long sinceNanos) {
            this.count = count;
            this.sinceNanos = sinceNanos;
        }

        byte[] joined() {
            byte[] message = new byte[bytes];
            int at = 0;
            for (int index = 0; index < count; index++) {
                byte[] fragment = fragments.get(index);
                System.arraycopy(fragment, 0, message, at, fragment.length);
                at += fragment.length;
            }
            return message;
        }
    }

    private final ServerLimits limits;
    private final ReassemblyBudget budget;
    private final Consumer<DropReason> droppedMessages;
    private final Map<Long, Partial> partials = new LinkedHashMap<>();
    private final ReplayWindow finished = new ReplayWindow();
    private long cost;

    /** @param droppedMessages told of each unfinished message that is given up */
    Reassembly(ServerLimits limits, ReassemblyBudget budget, Consumer<DropReason> droppedMessages) {
        this.limits = limits;
        this.budget = budget;
        this.droppedMessages = droppedMessages;
    }

    /**
     * Takes a fragment.
     *
     * @param whenComplete given the message that the fragment completed, if it did
     * @return why the fragment was not taken; empty if it was
     */
    Optional<DropReason> add(Payload fragment, long nowNanos, Consumer<byte[]> whenComplete) {
        long number = fragment.message();
        if (!finished.isNew(number)) {
            return Optional.of(DropReason.REPEATED);
        }
        int count = fragment.fragmentCount();
        if (fragment.fragmentLength() + count - 1 > limits.maxMessageBytes()) {
            giveUp(number, DropReason.OVERSIZE);
            return Optional.of(DropReason.OVERSIZE);
        }
        if (count == 1) {
            finish(number);
            whenComplete.accept(fragment.fragmentBytes());
            return Optional.empty();
        }
        Partial partial = partials.get(number);
        if (partial == null) {
            partial = new Partial(count, nowNanos);
            if (!charge(number, partial, FIXED_COST)) {
                return Optional.of(DropReason.REASSEMBLY_FULL);
            }
            partials.put(number, partial);
        }
        return add(number, partial, fragment, whenComplete);
    }

    private Optional<DropReason> add(long number, Partial partial, Payload fragment, Consumer<byte[]> whenComplete) {
        if (partial.count != fragment.fragmentCount()) {
            return Optional.of(DropReason.MALFORMED);
        }
        if (partial.fragments.containsKey(fragment.fragmentIndex())) {
            return Optional.of(DropReason.REPEATED);
        }
        if (partial.bytes + fragment.fragmentLength() > limits.maxMessageBytes()) {
            giveUp(number, DropReason.OVERSIZE);
            return Optional.of(DropReason.OVERSIZE);
        }
        if (!charge(number, partial, COST_PER_FRAGMENT + (long) fragment.fragmentLength())) {
            return Optional.of(DropReason.REASSEMBLY_FULL);
        }
        partial.fragments.put(fragment.fragmentIndex(), fragment.fragmentBytes());
        partial.bytes += fragment.fragmentLength();
        if (partial.fragments.size() == partial.count) {
            finish(number);
            whenComplete.accept(partial.joined());
        }
        return Optional.empty();
    }

    /** Takes memory for a message, if need be from older ones of the session. */
    private boolean charge(long number, Partial partial, long bytes) {
        while (cost + bytes > limits.reassemblyBytes() || !budget.tryTake(bytes)) {
            Optional<Long> oldest = partials.keySet().stream().findFirst();
            if (oldest.isEmpty() || oldest.get() == number) {
                return false;
            }
            giveUp(oldest.get(), DropReason.REASSEMBLY_FULL);
        }
        cost += bytes;
        partial.cost += bytes;
        return true;
    }

    /** Gives up what did not come together in time. */
    void expire(long nowNanos) {
        Iterator<Map.Entry<Long, Partial>> oldestFirst = partials.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<Long, Partial> entry = oldestFirst.next();
            if (nowNanos - entry.getValue().sinceNanos
                    < limits.reassemblyTimeout().toNanos()) {
                return;
            }
            oldestFirst.remove();
            release(entry.getValue());
            finished.accept(entry.getKey());
            droppedMessages.accept(DropReason.REASSEMBLY_TIMEOUT);
        }
    }

    private void giveUp(long number, DropReason reason) {
        if (partials.containsKey(number)) {
            droppedMessages.accept(reason);
        }
        finish(number);
    }

    private void finish(long number) {
        finished.accept(number);
        Partial partial = partials.remove(number);
        if (partial != null) {
            release(partial);
        }
    }

    private void release(Partial partial) {
        cost -= partial.cost;
        budget.release(partial.cost);
    }

    /** Forgets all unfinished messages. */
    void clear() {
        partials.values().forEach(this::release);
        partials.clear();
    }

    /** Bytes charged for unfinished messages. */
    long cost() {
        return cost;
    }
}
