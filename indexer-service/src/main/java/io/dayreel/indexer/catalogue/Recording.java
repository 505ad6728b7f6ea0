package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.segments.SegmentRecord.StoredConfiguration;
import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.json.JsonObject;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.stream.StreamId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A run of a device that has ended, as far as announced segments hold it. Immutable. */
public final class Recording {
    /** What its event is called. */
    static final String EVENT_TYPE = "recording-ended";

    private static final double MICROS = 1e6;

    private final StreamId stream;
    private final int run;
    private final RunEnd end;
    private final List<SegmentRecord.Announced> segments;
    private final List<StoredRun> stored;
    private final CounterRanges held;

    private Recording(StreamId stream, int run, RunEnd end, List<SegmentRecord.Announced> segments) {
        this.stream = stream;
        this.run = run;
        this.end = end;
        this.segments = segments;
        this.stored = of(run, segments).toList();
        this.held = new CounterRanges();
        stored.forEach(each -> held.addAll(each.ranges()));
    }

    /**
     * The recording of a run.
     *
     * @param all announced segments of the stream
     * @return empty if none of them says that the run has ended
     */
    public static Optional<Recording> of(StreamId stream, int run, List<SegmentRecord.Announced> all) {
        List<SegmentRecord.Announced> own = all.stream()
                .filter(segment -> of(run, List.of(segment)).findAny().isPresent())
                .toList();
        return of(run, own)
                .flatMap(each -> each.end().stream())
                .max(Comparator.comparingLong(RunEnd::counter))
                .map(end -> new Recording(stream, run, end, own));
    }

    private static Stream<StoredRun> of(int run, List<SegmentRecord.Announced> segments) {
        return segments.stream().flatMap(segment -> segment.runs().stream()).filter(each -> each.run() == run);
    }

    /** Whether every frame up to its end is here, or known never to come. */
    public boolean isSettled(LostOfDay lost) {
        CounterRanges missing = missing();
        for (LostFrames gone : lost.within(run, missing)) {
            missing = missing.minus(gone.ranges());
        }
        return missing.isEmpty();
    }

    private CounterRanges missing() {
        return end.counter() == 0 ? new CounterRanges() : held.missing(0, end.counter() - 1);
    }

    /** The event that says what it is, at its end; the same segments give the same event. */
    public IndexedEvent event() {
        return new IndexedEvent(run, end.counter(), endMicros(), 0, Json.write(description()), true);
    }

    private Map<String, Object> description() {
        long frames = end.counter() - missing().size();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", EVENT_TYPE);
        json.put("duration", (endMicros() - firstMicros()) / MICROS);
        largest().ifPresent(picture -> {
            json.put("width", picture.optionalInteger("width").orElse(0L));
            json.put("height", picture.optionalInteger("height").orElse(0L));
        });
        json.put("codecs", distinct(each -> each.optionalString("codec")));
        json.put("languages", distinct(each -> each.optionalString("language")));
        json.put("frames", frames);
        json.put("bytes", bytes());
        json.put("reason", end.reason());
        json.put("completeness", end.counter() == 0 ? 1.0 : (double) frames / end.counter());
        json.put("media", media());
        return json;
    }

    private String media() {
        return "/v1/devices/" + stream.device() + "/hls.m3u8?from=" + instant(firstMicros()) + "&to="
                + instant(endMicros());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private long firstMicros() {
        return stored.stream().mapToLong(StoredRun::firstTimeMicros).min().orElse(0);
    }

    /** Where its last frame ends, as its device says; devices of old say when it began. */
    private long endMicros() {
        long last = stored.stream().mapToLong(StoredRun::lastTimeMicros).max().orElse(0);
        return Math.max(last, end.timeMicros().orElse(last));
    }

    private long bytes() {
        return segments.stream()
                .flatMap(segment -> KeyFrameTable.decode(segment.keyFrames()).extents().stream())
                .filter(extent -> extent.run() == run)
                .mapToLong(Extent::length)
                .sum();
    }

    private Optional<JsonObject> largest() {
        return configurations()
                .filter(each -> each.optionalInteger("width").isPresent())
                .max(Comparator.comparingLong(Recording::pixels));
    }

    private static long pixels(JsonObject configuration) {
        return configuration.optionalInteger("width").orElse(0L)
                * configuration.optionalInteger("height").orElse(0L);
    }

    private List<String> distinct(Function<JsonObject, Optional<String>> member) {
        return configurations()
                .flatMap(each -> member.apply(each).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<JsonObject> configurations() {
        return segments.stream()
                .flatMap(segment -> segment.configurations().stream())
                .filter(configuration -> configuration.run() == run)
                .flatMap(configuration -> read(configuration).stream());
    }

    private static Optional<JsonObject> read(StoredConfiguration configuration) {
        try {
            return Optional.of(Json.readObject(configuration.json()));
        } catch (FrameException e) {
            return Optional.empty(); // what a device wrote in its own words must not keep its recording from ending
        }
    }
}
