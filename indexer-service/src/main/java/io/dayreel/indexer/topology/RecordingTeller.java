package io.dayreel.indexer.topology;

import io.dayreel.contracts.events.EventRecord;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.DaySealing;
import io.dayreel.indexer.catalogue.EndedRun;
import io.dayreel.indexer.catalogue.IndexedEvent;
import io.dayreel.indexer.catalogue.LostOfDay;
import io.dayreel.indexer.catalogue.Recording;
import io.dayreel.indexer.catalogue.StoreKeys;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tells of each recording that ended, once (D2): as soon as all its frames are archived or known to be lost, and of what
 * is there after a while otherwise. Videos tell of their end themselves.
 */
final class RecordingTeller extends ContextualProcessor<String, SegmentRecord, String, EventRecord> {
    /** Said by the announcement of a segment that a reindex found. */
    private static final String REINDEX = "reindex";

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int MOST_IN_A_ROUND = 100;

    private final Duration patience;
    private KeyValueStore<String, SegmentRecord.Announced> segments;
    private KeyValueStore<String, IndexedEvent> events;
    private KeyValueStore<String, DaySealing> sealing;
    private KeyValueStore<String, EndedRun> ended;

    /** @param patience how long frames that are missing at a recording's end are waited for */
    RecordingTeller(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void init(ProcessorContext<String, EventRecord> context) {
        super.init(context);
        segments = context.getStateStore(CatalogueTopology.SEGMENTS);
        events = context.getStateStore(CatalogueTopology.EVENTS);
        sealing = context.getStateStore(CatalogueTopology.SEALING);
        ended = context.getStateStore(CatalogueTopology.ENDED);
        context.schedule(ROUND, PunctuationType.WALL_CLOCK_TIME, this::tellOfAll);
    }

    @Override
    public void process(Record<String, SegmentRecord> record) {
        if (record.value() instanceof SegmentRecord.Announced announced
                && !announced.stream().day().equals(Day.VIDEO)) {
            announced.runs().forEach(run -> process(announced, run));
        }
    }

    private void process(SegmentRecord.Announced announced, SegmentRecord.StoredRun run) {
        String key = StoreKeys.run(announced.stream(), run.run());
        if (run.end().isPresent() && !isTold(announced.stream(), run.run())) {
            boolean news = !announced.reason().equals(REINDEX);
            ended.putIfAbsent(key, new EndedRun(context().currentSystemTimeMs(), news));
        }
        EndedRun waiting = ended.get(key);
        if (waiting != null) {
            tell(key, waiting, context().currentSystemTimeMs());
        }
    }

    private void tellOfAll(long nowMillis) {
        List<KeyValue<String, EndedRun>> waiting = new ArrayList<>();
        try (KeyValueIterator<String, EndedRun> all = ended.all()) {
            while (all.hasNext() && waiting.size() < MOST_IN_A_ROUND) {
                KeyValue<String, EndedRun> next = all.next();
                if (isLate(next.value, nowMillis)) {
                    waiting.add(next);
                }
            }
        }
        waiting.forEach(each -> tell(each.key, each.value, nowMillis));
    }

    private boolean isLate(EndedRun run, long nowMillis) {
        return nowMillis - run.sinceMillis() >= patience.toMillis();
    }

    private void tell(String key, EndedRun waiting, long nowMillis) {
        Map.Entry<StreamId, Integer> run = StoreKeys.run(key);
        StreamId stream = run.getKey();
        Optional<Recording> recording = recording(stream, run.getValue());
        if (recording.isEmpty()) {
            ended.delete(key); // retention was faster
        } else if (isLate(waiting, nowMillis) || recording.get().isSettled(lostOf(stream))) {
            IndexedEvent event = recording.get().event();
            events.putIfAbsent(key(stream, event), event);
            ended.delete(key);
            if (waiting.news()) {
                context().forward(new Record<>(StoreKeys.day(stream), record(stream, event, nowMillis), nowMillis));
            }
        }
    }

    private boolean isTold(StreamId stream, int run) {
        return recording(stream, run)
                .map(Recording::event)
                .filter(event -> events.get(key(stream, event)) != null)
                .isPresent();
    }

    private Optional<Recording> recording(StreamId stream, int run) {
        return Recording.of(stream, run, SegmentKeeper.segmentsOf(segments, stream));
    }

    private LostOfDay lostOf(StreamId stream) {
        return Optional.ofNullable(sealing.get(StoreKeys.day(stream)))
                .flatMap(DaySealing::completeness)
                .map(LostOfDay::of)
                .orElse(LostOfDay.NOTHING);
    }

    private static String key(StreamId stream, IndexedEvent event) {
        return StoreKeys.event(stream, event.timeMicros(), event.run(), event.counter());
    }

    private static EventRecord record(StreamId stream, IndexedEvent event, long nowMillis) {
        return new EventRecord(
                stream, event.run(), event.counter(), event.timeMicros(), nowMillis, event.track(), event.body());
    }
}
