package io.dayreel.streamer.timeline;

import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.KeyFrame;
import io.dayreel.protocol.segment.TrackKeyFrames;
import io.dayreel.streamer.archive.ArchivedEvent;
import io.dayreel.streamer.archive.ArchivedSegment;
import io.dayreel.streamer.archive.ArchivedTrack;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedEvent;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailConfiguration;
import io.dayreel.tail.TailKeyFrame;
import io.dayreel.tail.TailMark;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gathers what the indexes of tail and archive say of one stream, touching no media. One use by one thread. */
final class RecordingOfDay {
    private static final long MARK_STEP_MICROS = 2_000_000;
    private static final long LAST_COUNTER = 0xFFFF_FFFFL;
    private static final int LAST_VIDEO_CODEC = 15;
    private static final int LAST_AUDIO_CODEC = 31;
    private static final int TEXT_CODEC = Codec.UTF8_TEXT.code();

    private final DayView view;

    RecordingOfDay(DayView view) {
        this.view = view;
    }

    /** In the order in which they are played; of an uploaded video the parts that have their place. */
    List<RecordedRun> runs() {
        List<TimelineRun> runs = view.runs();
        List<RecordedRun> recorded = runs.stream().map(this::run).toList();
        if (view.stream().day().isCalendarDay()) {
            return recorded;
        }
        return VideoPlacement.place(recorded, ends(runs));
    }

    /** The files of captions of an uploaded video; none of a recording. */
    List<RecordedRun> captions() {
        if (view.stream().day().isCalendarDay()) {
            return List.of();
        }
        List<TimelineRun> runs = view.runs().stream()
                .filter(run -> RecordedRun.isOfCaptions(view.stream().day(), run.run()))
                .toList();
        return VideoPlacement.captions(runs.stream().map(this::run).toList(), ends(runs));
    }

    private static Map<Integer, OptionalLong> ends(List<TimelineRun> runs) {
        return runs.stream().collect(Collectors.toMap(TimelineRun::run, TimelineRun::endMicros));
    }

    private RecordedRun run(TimelineRun run) {
        TreeMap<Rendition, Track> tracks = new TreeMap<>();
        CounterRanges present = new CounterRanges();
        List<DecodePoint> marks = new ArrayList<>();
        TreeMap<Long, RecordedEvent> events = new TreeMap<>();
        for (ArchivedSegment segment : view.archive().segmentsOf(run.run())) {
            segment.run(run.run()).ifPresent(stored -> {
                present.addAll(stored.ranges());
                addTracks(stored, segment, tracks);
            });
            for (Extent extent : segment.keyFrames().extents()) {
                if (extent.run() == run.run()) {
                    marks.add(new DecodePoint(extent.firstCounter(), extent.firstTimeMicros()));
                    addKeyFrames(extent, tracks);
                }
            }
            segment.events().stream()
                    .filter(event -> event.run() == run.run())
                    .forEach(event -> events.put(event.counter(), recorded(event)));
        }
        view.tail().ifPresent(tail -> addTail(run.run(), tail, present, tracks, marks));
        List<RecordedTrack> recorded = tracks.entrySet().stream()
                .map(entry -> entry.getValue().recorded(entry.getKey()))
                .toList();
        return new RecordedRun(
                view.stream().day(),
                run.run(),
                run.firstTimeMicros(),
                run.lastTimeMicros(),
                view.receivedMillis(run.run(), run.lastCounter()),
                present,
                recorded,
                inOrder(marks),
                List.copyOf(events.values()));
    }

    private static RecordedEvent recorded(ArchivedEvent event) {
        return new RecordedEvent(event.run(), event.counter(), event.timeMicros(), event.track(), event.type());
    }

    private static void addTracks(StoredRun run, ArchivedSegment segment, Map<Rendition, Track> tracks) {
        SegmentRates rates = new SegmentRates(segment, run);
        for (ArchivedTrack archived : segment.tracks()) {
            Optional<Rendition> known = rendition(archived);
            if (known.isEmpty()) {
                continue;
            }
            Rendition rendition = known.get();
            List<ArchivedTrack.Configuration> used = archived.configurations().stream()
                    .filter(each -> each.run() == run.run())
                    .toList();
            if (!used.isEmpty()) {
                Track track = tracks.computeIfAbsent(rendition, r -> new Track());
                track.rate = track.rate.plus(rates.of(archived));
                used.forEach(each -> segment.configuration(run.run(), archived.track(), each.number())
                        .ifPresent(stored -> track.configure(
                                new ConfigurationStart(each.first(), each.number(), stored.json(), stored.record()))));
            }
        }
    }

    private static Optional<Rendition> rendition(ArchivedTrack archived) {
        return switch (archived.type()) {
            case "video" -> Optional.of(Rendition.video(archived.track()));
            case "audio" -> Optional.of(Rendition.audio(archived.track()));
            case "text" -> Optional.of(Rendition.text(archived.track()));
            default -> Optional.empty();
        };
    }

    private static Optional<Rendition> rendition(TailConfiguration held) {
        if (held.codecCode() == TEXT_CODEC) {
            return Optional.of(Rendition.text(held.track()));
        } else if (held.codecCode() > LAST_AUDIO_CODEC) {
            return Optional.empty();
        }
        return Optional.of(
                held.codecCode() <= LAST_VIDEO_CODEC ? Rendition.video(held.track()) : Rendition.audio(held.track()));
    }

    private static void addKeyFrames(Extent extent, Map<Rendition, Track> tracks) {
        for (TrackKeyFrames keys : extent.keyFrames()) {
            Track track = tracks.computeIfAbsent(Rendition.video(keys.track()), r -> new Track());
            for (KeyFrame key : keys) {
                track.keyFrames.add(new DecodePoint(key.counter(), key.timeMicros()));
            }
        }
    }

    private static void addTail(
            int run, StreamTail tail, CounterRanges present, Map<Rendition, Track> tracks, List<DecodePoint> marks) {
        present.addAll(tail.counters(run));
        for (TailConfiguration held : tail.configurations(run)) {
            addConfiguration(held, tracks);
        }
        for (TailKeyFrame key : tail.keyFrames(run, 0, LAST_COUNTER)) {
            tracks.computeIfAbsent(Rendition.video(key.track()), r -> new Track())
                    .keyFrames
                    .add(new DecodePoint(key.counter(), key.timeMicros()));
        }
        for (TailMark mark : tail.marks(run, 0, LAST_COUNTER, MARK_STEP_MICROS)) {
            marks.add(new DecodePoint(mark.counter(), mark.timeMicros()));
        }
    }

    private static void addConfiguration(TailConfiguration held, Map<Rendition, Track> tracks) {
        Optional<Rendition> known = rendition(held);
        if (known.isEmpty()) {
            return;
        }
        Rendition rendition = known.get();
        try {
            ConfigurationBody body = ConfigurationBody.decode(ByteBuffer.wrap(held.body()));
            tracks.computeIfAbsent(rendition, r -> new Track())
                    .configure(new ConfigurationStart(held.counter(), held.number(), body.json(), body.codecRecord()));
        } catch (FrameException broken) {
            tracks.computeIfAbsent(rendition, r -> new Track()); // its frames play over the WebSocket alone
        }
    }

    private static List<DecodePoint> inOrder(List<DecodePoint> points) {
        boolean sorted = true;
        for (int i = 1; i < points.size() && sorted; i++) {
            sorted = points.get(i - 1).counter() < points.get(i).counter();
        }
        if (sorted) {
            return points;
        }
        points.sort(Comparator.comparingLong(DecodePoint::counter));
        List<DecodePoint> each = new ArrayList<>(points.size());
        for (DecodePoint point : points) {
            if (each.isEmpty() || each.get(each.size() - 1).counter() < point.counter()) {
                each.add(point);
            }
        }
        return each;
    }

    /** A track while it is gathered. */
    private static final class Track {
        private final Map<Integer, ConfigurationStart> configurations = new TreeMap<>();
        private final List<DecodePoint> keyFrames = new ArrayList<>();
        private TrackRate rate = TrackRate.NONE;

        /** Of one number the lowest counter counts. */
        void configure(ConfigurationStart start) {
            configurations.merge(start.number(), start, (a, b) -> a.first() <= b.first() ? a : b);
        }

        RecordedTrack recorded(Rendition rendition) {
            List<ConfigurationStart> starts = configurations.values().stream()
                    .sorted(Comparator.comparingLong(ConfigurationStart::first))
                    .toList();
            return new RecordedTrack(rendition, rate, starts, inOrder(keyFrames));
        }
    }
}
