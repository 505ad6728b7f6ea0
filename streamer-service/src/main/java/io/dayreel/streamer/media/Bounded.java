package io.dayreel.streamer.media;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Keeps what was asked for last, within a bound of weight; the newest is always kept. Thread-safe. */
public final class Bounded<K, V> {
    private final long maxWeight;
    private final ToLongFunction<V> weight;
    private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long keptWeight;

    /** @param weight of a value, the same whenever it is asked for */
    public Bounded(long maxWeight, ToLongFunction<V> weight) {
        this.maxWeight = maxWeight;
        this.weight = weight;
    }

    /** What was put last under a key, unless it had to give way. */
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(kept.get(key));
    }

    /** Keeps a value in place of what was under its key; what was asked for longest ago gives way. */
    public synchronized void put(K key, V value) {
        V before = kept.put(key, value);
        keptWeight += weight.applyAsLong(value) - (before == null ? 0 : weight.applyAsLong(before));
        Iterator<Map.Entry<K, V>> eldest = kept.entrySet().iterator();
        while (keptWeight > maxWeight && kept.size() > 1) {
            keptWeight -= weight.applyAsLong(eldest.next().getValue());
            eldest.remove();
        }
    }

    /** Weight of all that is kept. */
    public synchronized long keptWeight() {
        return keptWeight;
    }
}
