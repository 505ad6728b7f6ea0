package io.dayreel.streamer.hls;

import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the segments of a run may begin, the same for all of its renditions: at the key frames of its first video track;
 * while that pauses at those of another one, since the recording goes on; without video at marks.
 *
 * @param points by ascending counter
 * @param borrowed counters of those that are not of the first video track
 */
record CutPoints(List<DecodePoint> points, Set<Long> borrowed) {
    /** Between key frames further apart than that there may be a pause that left no hole in the counters. */
    static final long LONGEST_GOP_MICROS = 30_000_000;

    static CutPoints of(RecordedRun run) {
        List<RecordedTrack> video = run.tracks().stream()
                .filter(track ->
                        track.rendition().isVideo() && !track.keyFrames().isEmpty())
                .toList();
        if (video.isEmpty()) {
            return new CutPoints(run.marks(), Set.of());
        }
        List<DecodePoint> own = video.get(0).keyFrames();
        return video.size() == 1 ? new CutPoints(own, Set.of()) : withBorrowed(run, own, video);
    }

    private static CutPoints withBorrowed(RecordedRun run, List<DecodePoint> own, List<RecordedTrack> video) {
        List<DecodePoint> points = new ArrayList<>();
        Set<Long> borrowed = new HashSet<>();
        for (int i = 0; i < own.size(); i++) {
            DecodePoint key = own.get(i);
            points.add(key);
            long end = i + 1 < own.size() ? own.get(i + 1).timeMicros() : run.lastTimeMicros();
            long endCounter = i + 1 < own.size() ? own.get(i + 1).counter() : Long.MAX_VALUE;
            if (end - key.timeMicros() > LONGEST_GOP_MICROS) {
                List<DecodePoint> others = within(video, key, endCounter);
                others.forEach(other -> borrowed.add(other.counter()));
                points.addAll(others);
            }
        }
        return new CutPoints(points, borrowed);
    }

    /** Key frames of the first other track that has any between two of the first one. */
    private static List<DecodePoint> within(List<RecordedTrack> video, DecodePoint key, long endCounter) {
        long from = key.timeMicros() + PastCuts.PAUSE_MICROS;
        return video.stream()
                .skip(1)
                .map(track -> track.keyFrames().stream()
                        .filter(other -> other.timeMicros() > from
                                && other.counter() > key.counter()
                                && other.counter() < endCounter)
                        .toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
