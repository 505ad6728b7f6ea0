package io.dayreel.cli.source;

import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.MediaTracks;
import io.dayreel.protocol.frame.Codec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The tracks of an input over all runs of ffmpeg: which file track is which frame track, and where time stands. */
final class MediaTimeline {

    private static final long MAX_CORRECTION_MICROS = 2_000_000;

    private final InputTracks numbers;
    private final SourceListener listener;
    private final Map<Integer, TrackClock> clocks = new HashMap<>();
    private final Map<Integer, Integer> trackByFileId = new HashMap<>();
    private final Map<Integer, Long> delivered = new HashMap<>();
    private final Map<Integer, Long> toPassOver = new HashMap<>();
    private final Set<String> saidToBeLeftOut = new HashSet<>();
    private OptionalLong originMicros = OptionalLong.empty();
    private boolean keepOrigin;

    MediaTimeline(InputTracks numbers, SourceListener listener) {
        this.numbers = numbers;
        this.listener = listener;
    }

    /** A new ffmpeg begins. */
    void restart() {
        trackByFileId.clear();
        if (!keepOrigin) {
            originMicros = OptionalLong.empty();
        }
        keepOrigin = false;
    }

    /** The same input is read again from its start: what has been delivered is passed over, if it comes the same. */
    void replay(boolean fromTheStart) {
        if (fromTheStart) {
            keepOrigin = true;
            toPassOver.putAll(delivered);
            delivered.clear();
        } else {
            interrupt();
        }
    }

    void interrupt() {
        clocks.values().forEach(TrackClock::interrupt);
    }

    void tracks(MediaTracks tracks) {
        trackByFileId.clear();
        for (MediaTrack media : tracks.tracks()) {
            if (TrackClock.codec(media) == Codec.UNKNOWN) {
                if (saidToBeLeftOut.add(media.codec())) {
                    listener.leftOut((media.kind() == MediaTrack.Kind.VIDEO ? "the pictures" : "the sound")
                            + ": frames cannot carry the codec " + media.codec());
                }
                continue;
            }
            boolean video = media.kind() == MediaTrack.Kind.VIDEO;
            if (!video && numbers.audio().isEmpty()) {
                continue;
            }
            int track = video ? numbers.video() : numbers.audio().getAsInt();
            trackByFileId.put(media.id(), track);
            clocks.computeIfAbsent(track, number -> clock(number, video, media)).continueWith(media);
        }
    }

    private TrackClock clock(int track, boolean video, MediaTrack media) {
        return new TrackClock(track, video ? numbers.renditionGroup() : Optional.empty(), media);
    }

    /** Codecs of the input that frames cannot carry. */
    Set<String> codecsLeftOut() {
        return Set.copyOf(saidToBeLeftOut);
    }

    int carriedTracks() {
        return trackByFileId.size();
    }

    boolean anchored() {
        return originMicros.isPresent();
    }

    void anchor(long captureMicrosOfMediaZero) {
        originMicros = OptionalLong.of(captureMicrosOfMediaZero);
    }

    /** Whether the sample is of a track that is not left out; the methods below take only such samples. */
    boolean carries(MediaSample sample) {
        return trackByFileId.containsKey(sample.trackId());
    }

    long mediaMicros(MediaSample sample) {
        return clocks.get(trackByFileId.get(sample.trackId())).mediaMicros(sample);
    }

    /**
     * Moves the anchor back when a sample that has just come would lie in the future: the anchor was taken too late, or
     * the camera's clock runs fast. More than two seconds are a step of the wall clock, which is not for us to follow.
     */
    void keepOutOfTheFuture(MediaSample sample, long nowMicros) {
        long ahead = originMicros.orElseThrow() + mediaMicros(sample) - nowMicros;
        if (ahead > 0 && ahead <= MAX_CORRECTION_MICROS) {
            originMicros = OptionalLong.of(originMicros.orElseThrow() - ahead);
        }
    }

    boolean hasDelivered() {
        return !delivered.isEmpty();
    }

    /** The latest time given to any frame; the smallest long before the first. */
    long lastMicros() {
        return clocks.values().stream().mapToLong(TrackClock::lastMicros).max().orElse(Long.MIN_VALUE);
    }

    /** None for a sample that was delivered before the input was read again. */
    List<CapturedFrame> frames(MediaSample sample) {
        int track = trackByFileId.get(sample.trackId());
        delivered.merge(track, 1L, Long::sum);
        if (delivered.get(track) <= toPassOver.getOrDefault(track, 0L)) {
            return List.of();
        }
        return clocks.get(track).frames(sample, originMicros.orElseThrow());
    }
}
