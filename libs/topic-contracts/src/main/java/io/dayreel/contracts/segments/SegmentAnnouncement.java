package io.dayreel.contracts.segments;

import io.dayreel.contracts.segments.SegmentRecord.ConfigurationReference;
import io.dayreel.contracts.segments.SegmentRecord.FrameReference;
import io.dayreel.contracts.segments.SegmentRecord.SourceOffsets;
import io.dayreel.contracts.segments.SegmentRecord.StoredConfiguration;
import io.dayreel.contracts.segments.SegmentRecord.StoredEvent;
import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.contracts.segments.SegmentRecord.StoredTrack;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.Mark;
import io.dayreel.protocol.segment.RunSummary;
import io.dayreel.protocol.segment.SegmentSummary;
import io.dayreel.protocol.segment.SourceSpan;
import io.dayreel.protocol.segment.TrackSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes the announcement of a segment from its summary: the same whether the writer has just closed it or an index is
 * rebuilt from object storage (F4).
 */
public final class SegmentAnnouncement {
    /** Events beyond either bound are left out and {@code eventsTruncated} says so; they are in the segment. */
    private static final int MAX_EVENTS = 1000;

    private static final int MAX_EVENT_CHARACTERS = 256 << 10;

    private static final String UNKNOWN = "unknown";

    private SegmentAnnouncement() {}

    /**
     * @param key the object's key
     * @param reason why the segment was closed, see {@link SegmentRecord.Announced}
     * @param writer instance that announces
     * @param createdMillis now, ms since 1970-01-01
     */
    public static SegmentRecord.Announced of(
            SegmentSummary summary, String key, String reason, String writer, long createdMillis) {
        List<StoredEvent> events = events(summary);
        return new SegmentRecord.Announced(
                key,
                summary.stream(),
                summary.size(),
                summary.root().hex(),
                summary.frameCount(),
                summary.runs().stream().map(run -> storedRun(run, summary)).toList(),
                summary.sources().stream()
                        .mapToLong(SourceSpan::firstReceiveTimeMillis)
                        .min()
                        .orElse(0),
                summary.sources().stream()
                        .mapToLong(SourceSpan::lastReceiveTimeMillis)
                        .max()
                        .orElse(0),
                summary.tracks().stream()
                        .map(track -> storedTrack(track, summary))
                        .toList(),
                configurations(summary),
                summary.keyFrames().encode(),
                summary.conflicts().stream()
                        .map(position -> new FrameReference(position.run(), position.counter()))
                        .toList(),
                events,
                events.size() < summary.events().size(),
                source(summary),
                reason,
                writer,
                createdMillis,
                summary.follows().stream().map(MerkleHash::hex).toList());
    }

    private static StoredRun storedRun(RunSummary run, SegmentSummary summary) {
        Optional<RunEnd> end = summary.endsOfRuns().stream()
                .filter(mark -> mark.position().run() == run.run())
                .findFirst()
                .map(SegmentAnnouncement::runEnd);
        return new StoredRun(
                run.run(), CounterRanges.of(run.ranges()), run.firstTimeMicros(), run.lastTimeMicros(), end);
    }

    /** The end that an end-of-run frame declares; a body without a reason gives the reason {@code unknown}. */
    public static RunEnd runEnd(Mark mark) {
        String reason = json(mark).map(SegmentAnnouncement::reason).orElse(UNKNOWN);
        return new RunEnd(mark.position().counter(), reason, mark.isLastRunOfDay(), Optional.of(mark.timeMicros()));
    }

    /** What a device wrote in its own words must never keep a segment from being announced. */
    private static Optional<String> json(Mark mark) {
        try {
            return mark.json();
        } catch (FrameException notText) {
            return Optional.empty();
        }
    }

    private static String reason(String body) {
        try {
            return Json.readObject(body).optionalString("reason").orElse(UNKNOWN);
        } catch (FrameException e) {
            return UNKNOWN; // the end itself counts, whatever its device says about it
        }
    }

    private static StoredTrack storedTrack(TrackSummary track, SegmentSummary summary) {
        List<ConfigurationReference> configurations = summary.startsOf(track).stream()
                .map(start ->
                        new ConfigurationReference(start.run(), start.number(), Optional.of(start.firstCounter())))
                .toList();
        return new StoredTrack(
                track.track(),
                track.type().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                track.codec().name(),
                track.frames(),
                track.bytes(),
                configurations);
    }

    private static List<StoredConfiguration> configurations(SegmentSummary summary) {
        return summary.configurations().stream()
                .map(each -> new StoredConfiguration(
                        each.run(),
                        each.track(),
                        each.number(),
                        each.body().json(),
                        each.body().codecRecord()))
                .toList();
    }

    private static List<StoredEvent> events(SegmentSummary summary) {
        List<StoredEvent> events = new ArrayList<>();
        int characters = 0;
        for (Mark mark : summary.events()) {
            String body = json(mark).orElse("{}");
            characters += body.length();
            if (events.size() == MAX_EVENTS || characters > MAX_EVENT_CHARACTERS) {
                break;
            }
            events.add(new StoredEvent(
                    mark.position().run(), mark.position().counter(), mark.timeMicros(), mark.track(), body));
        }
        return events;
    }

    private static SourceOffsets source(SegmentSummary summary) {
        if (summary.sources().isEmpty()) {
            return new SourceOffsets("", 0, 0, 0);
        }
        SourceSpan newest = summary.sources().get(summary.sources().size() - 1);
        return new SourceOffsets(newest.topicId(), newest.partition(), newest.firstOffset(), newest.lastOffset());
    }
}
