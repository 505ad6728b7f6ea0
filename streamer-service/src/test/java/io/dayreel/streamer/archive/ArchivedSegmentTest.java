package io.dayreel.streamer.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.contracts.segments.SegmentRecord.ConfigurationReference;
import io.dayreel.contracts.segments.SegmentRecord.SourceOffsets;
import io.dayreel.contracts.segments.SegmentRecord.StoredEvent;
import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.contracts.segments.SegmentRecord.StoredTrack;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArchivedSegmentTest {
    @Test
    void anAnnouncementThatDoesNotSayWhereAConfigurationBeginsMeansTheRunsLowestCounter() {
        List<ConfigurationReference> references = List.of(
                new ConfigurationReference(7, 1, Optional.empty()),
                new ConfigurationReference(7, 2, Optional.of(450L)));

        ArchivedSegment segment = ArchivedSegment.of(announced(references, List.of()));

        assertThat(segment.tracks())
                .containsExactly(new ArchivedTrack(
                        0,
                        "video",
                        "H264",
                        101,
                        5000,
                        List.of(
                                new ArchivedTrack.Configuration(7, 1, 400),
                                new ArchivedTrack.Configuration(7, 2, 450))));
    }

    @Test
    void ofAnEventItsTypeIsKeptWhateverTheDeviceWrote() {
        List<StoredEvent> events = List.of(
                event("{\"type\":\"motion\",\"zone\":3}"),
                event("{\"zone\":3}"),
                event("{\"type\":7}"),
                event("no JSON"),
                event("{\"type\":\"" + "x".repeat(1000) + "\"}"));

        ArchivedSegment segment = ArchivedSegment.of(announced(List.of(), events));

        assertThat(segment.events())
                .extracting(ArchivedEvent::type)
                .containsExactly("motion", "event", "event", "event", "x".repeat(64));
        assertThat(segment.memoryBytes())
                .isGreaterThan(
                        ArchivedSegment.of(announced(List.of(), List.of())).memoryBytes() + 500);
    }

    private static StoredEvent event(String body) {
        return new StoredEvent(7, 401, 15, 3, body);
    }

    private static Announced announced(List<ConfigurationReference> references, List<StoredEvent> events) {
        CounterRanges ranges = CounterRanges.of(new CounterRange(400, 500));
        return new Announced(
                "demo/cam/2026-11-21/7-0000000400-0123456789abcdef.drs",
                StreamId.parse("demo/cam/2026-11-21"),
                6000,
                "00".repeat(32),
                101,
                List.of(new StoredRun(7, ranges, 10, 20, Optional.empty())),
                1,
                2,
                List.of(new StoredTrack(0, "video", "H264", 101, 5000, references)),
                List.of(),
                new KeyFrameTable(List.of()).encode(),
                List.of(),
                events,
                false,
                new SourceOffsets("id", 3, 100, 900),
                "size",
                "writer-1",
                3,
                List.of());
    }
}
