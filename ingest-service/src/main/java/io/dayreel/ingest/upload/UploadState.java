package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedCaptions;
import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is held of an uploaded video. Its first part is number 0 or, if there is none, number 1.
 *
 * @param complete whether no further part is taken
 * @param parts that are held, by number
 * @param captions files of captions that are shown, by language
 */
public record UploadState(
        boolean complete, NavigableMap<Integer, UploadedPart> parts, NavigableMap<String, UploadedCaptions> captions) {
    /** Of a video of which nothing is known. */
    public static final UploadState NOTHING = new UploadState(false, new TreeMap<>(), new TreeMap<>());

    public UploadState {
        parts = new TreeMap<>(parts);
        captions = new TreeMap<>(captions);
    }

    public Optional<UploadedPart> part(int number) {
        return Optional.ofNullable(parts.get(number));
    }

    /** Numbers of the parts that are held. */
    public CounterRanges held() {
        CounterRanges held = new CounterRanges();
        parts.keySet().forEach(held::add);
        return held;
    }

    /** Numbers between the first part and the last one that is held, or that shall be there, which are not held. */
    public CounterRanges missing(int lastExpected) {
        int last = Math.max(lastExpected, last());
        return last < first() ? new CounterRanges() : held().missing(first(), last);
    }

    /** The number that the video begins with. */
    public int first() {
        return parts.containsKey(0) ? 0 : 1;
    }

    /** The greatest number that is held, −1 if none is. */
    public int last() {
        return parts.isEmpty() ? -1 : parts.lastKey();
    }

    /** How many parts from the first on are held without a hole: these are played. */
    public int playableParts() {
        CounterRanges held = held();
        for (int i = 0; i < held.rangeCount(); i++) {
            CounterRange range = held.range(i);
            if (range.first() == first()) {
                return (int) (range.last() - range.first() + 1);
            }
        }
        return 0;
    }

    /** How long these are, µs. */
    public long playableMicros() {
        return parts.subMap(first(), first() + playableParts()).values().stream()
                .mapToLong(UploadedPart::durationMicros)
                .sum();
    }
}
