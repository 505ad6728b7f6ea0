package io.dayreel.streamer.dash;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Keeps what was asked for last, within a bound of weight; the newest is always kept. Thread-safe. */
final class Bounded<K, V> {
    private final long maxWeight;
    private final ToLongFunction<V> weight;
    private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long keptWeight;

    Bounded(long maxWeight, ToLongFunction<V> weight) {
        this.maxWeight = maxWeight;
        this.weight = weight;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(kept.get(key));
    }

    synchronized void put(K key, V value) {
        V before = kept.put(key, value);
        keptWeight += weight.applyAsLong(value) - (before == null ? 0 : weight.applyAsLong(before));
        Iterator<Map.Entry<K, V>> eldest = kept.entrySet().iterator();
        while (keptWeight > maxWeight && kept.size() > 1) {
            keptWeight -= weight.applyAsLong(eldest.next().getValue());
            eldest.remove();
        }
    }
}
