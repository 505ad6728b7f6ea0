package io.dayreel.streamer.clip;

import io.dayreel.streamer.media.TrackFormats;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.streamer.timeline.StreamIndex;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Leaves a camera's sub streams out, which show the same as its main one. */
final class MainTracks {
    private MainTracks() {}

    /**
     * Tracks of a clip for which none were asked: of a rendition group the one with the smallest number that was
     * recorded in the range. May block on the network.
     *
     * @return empty if all belong into it
     */
    static Optional<Set<Integer>> of(StreamIndex index, ClipRequest request) {
        TreeMap<Rendition, Optional<String>> groups = new TreeMap<>();
        RecordedRange recorded = RecordedRange.of(index, request.device(), request.fromMicros(), request.toMicros());
        for (RecordedRun run : recorded.runs()) {
            run.tracks().forEach(track -> groups.putIfAbsent(track.rendition(), group(track)));
        }
        Set<String> shown = new HashSet<>();
        Set<Integer> tracks = new HashSet<>();
        groups.forEach((rendition, group) -> {
            if (!rendition.isVideo() || group.isEmpty() || shown.add(group.get())) {
                tracks.add(rendition.track());
            }
        });
        return tracks.size() < groups.size() ? Optional.of(tracks) : Optional.empty();
    }

    private static Optional<String> group(RecordedTrack track) {
        return track.configurations().stream()
                .flatMap(configuration -> TrackFormats.describe(configuration).stream())
                .flatMap(description -> description.renditionGroup().stream())
                .findFirst();
    }
}
