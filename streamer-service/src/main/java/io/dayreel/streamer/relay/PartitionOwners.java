package io.dayreel.streamer.relay;

import io.dayreel.streamer.tail.FramesConsumers;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;

/** Which streamer owns which partition, as the consumer group says. Asks at most once a second. Thread-safe. */
public final class PartitionOwners implements AutoCloseable {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
    private static final long TIMEOUT_MILLIS = 1_000;

    private final FramesConsumers consumers;
    private final Admin admin;
    private Map<Integer, URI> owners = Map.of();
    private long askedAt;
    private boolean asked;

    public PartitionOwners(FramesConsumers consumers) {
        this.consumers = consumers;
        this.admin = consumers.admin();
    }

    /** Empty if nobody owns it at present, or the group cannot be asked. */
    public synchronized Optional<URI> of(int partition) {
        long now = System.nanoTime();
        if (!asked || now - askedAt > FRESH_NANOS) {
            asked = true;
            askedAt = now;
            owners = ask();
        }
        return Optional.ofNullable(owners.get(partition));
    }

    /**
     * Waits until other instances own these partitions; no longer than there are any others.
     *
     * @return whether they do
     */
    public boolean awaitOthers(Set<Integer> partitions, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<Integer, URI> found = ask();
            found.values().removeIf(consumers.address()::equals);
            if (found.isEmpty() || found.keySet().containsAll(partitions)) {
                return !found.isEmpty();
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Map<Integer, URI> ask() {
        Map<Integer, URI> found = new HashMap<>();
        try {
            admin.describeConsumerGroups(List.of(consumers.group()))
                    .describedGroups()
                    .get(consumers.group())
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .members()
                    .forEach(member -> add(found, member));
        } catch (ExecutionException | TimeoutException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
        return found;
    }

    private void add(Map<Integer, URI> found, MemberDescription member) {
        String address = FramesConsumers.addressOf(member.clientId());
        if (!address.isEmpty()) {
            member.assignment().topicPartitions().stream()
                    .filter(source -> source.topic().equals(consumers.topic()))
                    .forEach(source -> found.put(source.partition(), URI.create(address)));
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
