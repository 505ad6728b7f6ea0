package io.dayreel.streamer.timeline;

import io.dayreel.contracts.segments.SegmentRecord.StoredConfiguration;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.KeyFrame;
import io.dayreel.protocol.segment.TrackKeyFrames;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.archive.ArchivedSegment;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailKeyFrame;
import io.dayreel.tail.TailStretch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Questions about a stream that the indexes of tail and archive answer alone (I10). Thread-safe; all may block on the
 * network.
 *
 * <p>While the indexer does not answer, what this process knows counts; without any of that
 * {@link ArchiveUnavailableException}.
 */
public final class StreamIndex {
    private final Timeline timeline;

    public StreamIndex(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Days of which something is there. */
    public NavigableSet<Day> days(DeviceId device) {
        return timeline.days(device);
    }

    /** The runs of a day in the order in which they are played. */
    public List<RecordedRun> recording(DeviceId device, Day day) {
        return new RecordingOfDay(timeline.view(device.on(day))).runs();
    }

    /** Of an uploaded video the newest file of captions of each language. */
    public List<RecordedRun> captions(DeviceId video) {
        return new RecordingOfDay(timeline.view(video.on(Day.VIDEO))).captions();
    }

    /** Whether an uploaded video takes no further parts. */
    public boolean isVideoComplete(DeviceId video) {
        return VideoPlacement.isComplete(timeline.view(video.on(Day.VIDEO)).runs());
    }

    /** Changes whenever {@link #recording} may have another answer. Equal by {@link Object#equals}; small. */
    public Object version(DeviceId device, Day day) {
        DayView view = timeline.view(device.on(day));
        List<ArchivedSegment> archived = view.archive().segments();
        return new Version(
                archived.size(),
                archived.hashCode(),
                view.tail().map(StreamTail::version).orElse(0L));
    }

    /** @param hash of the segments' keys */
    private record Version(int segments, int hash, long tail) {}

    /** Counters from {@code first} on, before {@code next}, that are not there. */
    public CounterRanges missing(StreamId stream, int run, long first, long next) {
        DayView view = timeline.view(stream);
        CounterRanges missing = new CounterRanges();
        long at = first;
        while (at < next) {
            Optional<Span> span = view.next(run, at);
            long found = span.map(Span::first).orElse(next);
            if (found > at) {
                missing.add(at, Math.min(found, next) - 1);
            }
            at = span.map(each -> each.last() + 1).orElse(next);
        }
        return missing;
    }

    /** The decode time of a video track's key frame with exactly this counter; empty if there is none, µs. */
    public Optional<Long> keyFrameTime(StreamId stream, int run, int track, long counter) {
        DayView view = timeline.view(stream);
        for (ArchivedSegment segment : view.archive().segmentsOf(run)) {
            for (Extent extent : segment.keyFrames().extents()) {
                if (extent.run() == run && extent.overlapsCounters(counter, counter)) {
                    Optional<KeyFrame> key = extent.track(track)
                            .flatMap(keys -> keys.atOrBefore(counter))
                            .filter(found -> found.counter() == counter);
                    if (key.isPresent()) {
                        return key.map(KeyFrame::timeMicros);
                    }
                }
            }
        }
        return view.tail()
                .flatMap(tail -> tail.keyFrames(run, counter, counter).stream()
                        .filter(key -> key.track() == track)
                        .findFirst())
                .map(TailKeyFrame::timeMicros);
    }

    /** No frame of the run with a counter below {@code next} is later than that; µs. */
    public long latestTime(StreamId stream, int run, long next) {
        DayView view = timeline.view(stream);
        long latest = Long.MIN_VALUE;
        for (ArchivedSegment segment : view.archive().segmentsOf(run)) {
            for (Extent extent : segment.keyFrames().extents()) {
                if (extent.run() == run && extent.firstCounter() < next) {
                    latest = Math.max(latest, latestTime(extent, next));
                }
            }
        }
        Optional<TailStretch> inTail = view.tail().flatMap(tail -> tail.next(run, next - 1));
        return Math.max(latest, inTail.map(TailStretch::lastTimeMicros).orElse(Long.MIN_VALUE));
    }

    private static long latestTime(Extent extent, long next) {
        long time = extent.lastTimeMicros();
        for (TrackKeyFrames keys : extent.keyFrames()) {
            Optional<KeyFrame> behind = keys.after(next - 1);
            if (behind.isPresent()) {
                time = Math.min(time, behind.get().timeMicros());
            }
        }
        return time;
    }

    /** The greatest decode time of a day, µs; empty if nothing of it is there. */
    public Optional<Long> lastTimeMicros(StreamId stream) {
        return timeline.view(stream).runs().stream()
                .map(TimelineRun::lastTimeMicros)
                .max(Long::compare);
    }

    /** When a run began, µs; empty if nothing of it is there. */
    public Optional<Long> runStart(StreamId stream, int run) {
        return timeline.view(stream).run(run).map(TimelineRun::firstTimeMicros);
    }

    /** The greatest counter of a run that is there, or may have been; empty if nothing is. */
    public Optional<Long> lastCounter(StreamId stream, int run) {
        return timeline.view(stream).run(run).map(TimelineRun::lastCounter);
    }

    public Optional<ConfigurationStart> configuration(StreamId stream, int run, int track, int number) {
        DayView view = timeline.view(stream);
        Optional<ConfigurationStart> inTail = view.tail()
                .flatMap(tail -> tail.configuration(run, track, number))
                .flatMap(held -> decode(held.number(), held.body()));
        return inTail.or(() -> view.archive().configuration(run, track, number).map(StreamIndex::stored));
    }

    /** The configuration that a rendition's frames at a counter need, whether there are any or not. */
    public Optional<ConfigurationStart> configurationAt(StreamId stream, int run, Rendition rendition, long counter) {
        return new RecordingOfDay(timeline.view(stream))
                .runs().stream()
                        .filter(recorded -> recorded.run() == run)
                        .flatMap(recorded -> recorded.track(rendition).stream())
                        .findFirst()
                        .flatMap(track -> track.configurationAt(counter));
    }

    private static ConfigurationStart stored(StoredConfiguration stored) {
        return new ConfigurationStart(0, stored.number(), stored.json(), stored.record());
    }

    private static Optional<ConfigurationStart> decode(int number, byte[] body) {
        try {
            ConfigurationBody decoded = ConfigurationBody.decode(ByteBuffer.wrap(body));
            return Optional.of(new ConfigurationStart(0, number, decoded.json(), decoded.codecRecord()));
        } catch (FrameException broken) {
            return Optional.empty();
        }
    }

    /**
     * When the newest frame that the tail holds was received, ms since 1970-01-01, by our clock whatever the device's says
     * (I8); empty if the tail holds nothing of the device.
     */
    public Optional<Long> lastReceivedMillis(DeviceId device) {
        return timeline.tail().days(device).stream()
                .flatMap(day -> timeline.tail().stream(device.on(day)).stream())
                .flatMap(tail -> tail.runs().stream().flatMap(run -> tail.next(run.run(), run.lastCounter()).stream()))
                .map(TailStretch::receivedMillis)
                .max(Long::compare);
    }

    /** Whether everything of the device that is not archived is held here. */
    public boolean isComplete(DeviceId device) {
        return timeline.tail().isComplete(device);
    }
}
