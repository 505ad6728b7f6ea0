package io.dayreel.sync.completing;

import io.dayreel.contracts.completeness.DayRepairs;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.protocol.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/** What was done about each day, the last {@link DayRepairs#MAX_EVENTS} steps of it. Not thread-safe. */
final class Histories {
    private final KeyValueStore<String, DayRepairs> store;
    private final SyncFigures figures;

    Histories(KeyValueStore<String, DayRepairs> store, SyncFigures figures) {
        this.store = store;
        this.figures = figures;
    }

    void note(StreamId stream, RepairEvent event) {
        figures.count(event.kind(), event.frames());
        DayRepairs before = store.get(stream.toString());
        List<RepairEvent> events = new ArrayList<>(before == null ? List.of() : before.events());
        events.add(event);
        long forgotten = before == null ? 0 : before.forgotten();
        if (events.size() > DayRepairs.MAX_EVENTS) {
            events.remove(0);
            forgotten++;
        }
        store.put(stream.toString(), new DayRepairs(stream.day(), events, forgotten));
    }

    void forget(StreamId stream) {
        store.delete(stream.toString());
    }
}
