package io.dayreel.streamer.timeline;

import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where the parts of an uploaded video are in it, by the index alone (I10). The first part is run 0 or, without that,
 * run 1; each part begins where the one before ends, measured on the leading track, and is placed once all of those
 * before it are there to their ends. The runs behind the last part belong to the video as a whole.
 */
final class VideoPlacement {
    /** The run that says that no further part comes. */
    static final int COMPLETION_RUN = 0xFFFF;

    private static final int LAST_PART = RecordedRun.FIRST_OF_CAPTIONS - 1;

    private VideoPlacement() {}

    /** Whether a video is complete, by its runs. */
    static boolean isComplete(List<TimelineRun> runs) {
        return runs.stream()
                .anyMatch(run -> run.run() == COMPLETION_RUN && run.endMicros().isPresent());
    }

    /** @param recorded all runs of {@link Day#VIDEO}, with their own times; @param ends when each run ends, by number */
    static List<RecordedRun> place(List<RecordedRun> recorded, Map<Integer, OptionalLong> ends) {
        TreeMap<Integer, RecordedRun> parts = new TreeMap<>();
        recorded.stream().filter(run -> run.run() <= LAST_PART).forEach(run -> parts.put(run.run(), run));
        List<RecordedRun> placed = new ArrayList<>();
        long at = 0;
        for (int next = parts.containsKey(0) ? 0 : 1; parts.containsKey(next); next++) {
            RecordedRun part = parts.get(next);
            OptionalLong end = ends.getOrDefault(next, OptionalLong.empty());
            if (end.isEmpty() || !isWhole(part)) {
                break;
            }
            long shift = Math.max(0, at - start(part));
            at = shift + end.getAsLong();
            placed.add(part.placed(new RecordedRun.Place(shift, OptionalLong.of(at))));
        }
        return placed;
    }

    /**
     * The files of captions of a video, whose times are those of the whole video: of each language the one of the highest
     * run that is there to its end.
     */
    static List<RecordedRun> captions(List<RecordedRun> recorded, Map<Integer, OptionalLong> ends) {
        TreeMap<Integer, RecordedRun> files = new TreeMap<>();
        recorded.stream().filter(RecordedRun::isOfCaptions).forEach(run -> files.put(run.run(), run));
        Map<Rendition, RecordedRun> newest = new TreeMap<>();
        for (RecordedRun file : files.values()) {
            boolean whole = ends.getOrDefault(file.run(), OptionalLong.empty()).isPresent() && isWhole(file);
            if (whole && isText(file)) {
                file.tracks().forEach(track -> newest.put(track.rendition(), file));
            }
        }
        return newest.values().stream().distinct().toList();
    }

    private static boolean isText(RecordedRun file) {
        return file.tracks().stream()
                .allMatch(track ->
                        track.rendition().isText() && !track.configurations().isEmpty());
    }

    /** All frames up to the one that ends the run. */
    private static boolean isWhole(RecordedRun part) {
        return !part.present().isEmpty()
                && part.present().containsAll(0, part.present().last());
    }

    /** Where its leading track begins, in its own time. */
    private static long start(RecordedRun part) {
        return part.tracks().stream()
                .map(RecordedTrack::keyFrames)
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .map(keys -> keys.get(0))
                .map(DecodePoint::timeMicros)
                .orElse(part.firstTimeMicros());
    }
}
