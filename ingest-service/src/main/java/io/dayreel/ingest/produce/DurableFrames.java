package io.dayreel.ingest.produce;

import io.dayreel.contracts.events.EventRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.check.EventFrame;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Makes messages durable: frames into {@code frames}, and then their events into {@code events}. A message counts as
 * durable after both, so that an event is published at least once before its frame is acknowledged.
 */
public final class DurableFrames {

    /** Publishes a record on a control topic without blocking. */
    @FunctionalInterface
    public interface RecordSink {
        CompletableFuture<Void> send(Topic topic, String key, Object value);
    }

    private final FrameTopic frames;
    private final RecordSink events;
    private final InstantSource clock;

    public DurableFrames(FrameTopic frames, RecordSink events, InstantSource clock) {
        this.frames = frames;
        this.events = events;
        this.clock = clock;
    }

    /** As {@link FrameTopic#send}, events included. */
    public void send(DeviceId device, CheckedMessage message, FrameTopic.Confirmation confirmation) {
        if (message.events().isEmpty()) {
            frames.send(device, message, confirmation);
            return;
        }
        long receivedMillis = clock.millis();
        frames.send(device, message, failure -> {
            if (failure == null) {
                publishEvents(device, message, receivedMillis, confirmation);
            } else {
                confirmation.confirmed(failure);
            }
        });
    }

    private void publishEvents(
            DeviceId device, CheckedMessage message, long receivedMillis, FrameTopic.Confirmation confirmation) {
        StreamId stream = device.on(message.day());
        CompletableFuture<?>[] published = message.events().stream()
                .map(event -> events.send(
                        Topic.EVENTS, stream.toString(), value(stream, message.run(), event, receivedMillis)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(published).whenComplete((done, failure) -> confirmation.confirmed(failure));
    }

    private static EventRecord value(StreamId stream, int run, EventFrame event, long receivedMillis) {
        return new EventRecord(
                stream, run, event.counter(), event.timeMicros(), receivedMillis, event.track(), event.body());
    }
}
