package io.dayreel.protocol.clip;

import io.dayreel.protocol.clip.ClipMedia.Track;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.segment.ByteRange;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalDouble;

/** One track of a clip while its samples are held against frames: nine bytes a sample. Not thread-safe. */
final class TrackCheck {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final ClipFile file;
    private final Track track;
    private final SampleBodies bodies;
    private final BitSet seen = new BitSet();
    private final long[] times;

    TrackCheck(ClipFile file, Track track) {
        this.file = file;
        this.track = track;
        this.bodies = new SampleBodies(file.bytes());
        this.times = new long[track.sampleCount() + 1];
    }

    Track track() {
        return track;
    }

    /** Why a sample cannot be a frame's body; empty the first time that it is asked for, if it lies in the file. */
    Optional<String> refusal(int sample) throws IOException {
        if (sample < 1 || sample > track.sampleCount()) {
            return Optional.of("the proof speaks of sample " + sample + " of " + track.sampleCount());
        }
        if (seen.get(sample)) {
            return Optional.of("the proof speaks of sample " + sample + " twice");
        }
        long end = track.offset(sample) + track.length(sample);
        boolean inside = track.offset(sample) >= 0
                && track.length(sample) >= 0
                && end <= file.bytes().size();
        return inside && track.length(sample) <= FrameLayout.MAX_BODY_LENGTH
                ? Optional.empty()
                : Optional.of("sample " + sample + " does not lie in the file");
    }

    /** The sample's bytes; it must not be refused. From now on it is accounted for, as captured at a time. */
    byte[] take(int sample, long timeMicros) throws IOException {
        seen.set(sample);
        times[sample] = timeMicros;
        return bodies.read(track.offset(sample), track.length(sample));
    }

    ByteRange bytes(int sample) {
        return new ByteRange(track.offset(sample), track.length(sample));
    }

    /** What is wrong with how the tables describe a sample that is a frame's body. */
    Optional<String> disagreement(int sample, FrameHeader header) {
        long composed = ticks(header.timeMicros() + header.compositionOffsetMicros()) - ticks(header.timeMicros());
        if (track.compositionTicks(sample) != composed) {
            return Optional.of(
                    "it is shown " + track.compositionTicks(sample) + " ticks after its decoding, not " + composed);
        }
        if (header.type() == FrameType.VIDEO && track.isSync(sample) != header.isSync()) {
            return Optional.of(header.isSync() ? "it is not marked as a key frame" : "it is marked as a key frame");
        }
        return Optional.empty();
    }

    /** The first sample that no frame accounts for, or whose time in the file is not that of its capture. */
    Optional<Finding> firstStray() {
        int stray = seen.nextClearBit(1);
        if (stray <= track.sampleCount()) {
            return Optional.of(
                    finding(stray, "sample " + stray + " of track " + track.id() + ": the proof does not speak of it"));
        }
        for (int sample = 2; sample <= track.sampleCount(); sample++) {
            long captured = ticks(times[sample]) - ticks(times[1]);
            long played = track.decodeTicks(sample) - track.decodeTicks(1);
            if (captured != played) {
                return Optional.of(finding(
                        sample,
                        name(sample) + ": played " + played + " ticks after the track's first"
                                + " sample, but captured " + captured + " ticks after it"));
            }
        }
        return Optional.empty();
    }

    Finding finding(int sample, String what) {
        return new Finding(file.name(), Optional.of(bytes(sample)), what);
    }

    /** Which sample, for a reader. */
    String name(int sample) {
        return "track " + track.id() + ", captured " + Instant.EPOCH.plus(times[sample], ChronoUnit.MICROS);
    }

    /** Capture time at which playing begins, by this track's edit list, in µs to within a tick; empty if it is not played. */
    OptionalDouble playingSinceMicros() {
        if (track.sampleCount() == 0 || track.playedAfterTicks().isEmpty()) {
            return OptionalDouble.empty();
        }
        double ticks = (double) track.decodeTicks(1) + track.playedAfterTicks().getAsLong();
        return OptionalDouble.of(times[1] - ticks * MICROS_PER_SECOND / track.timescale());
    }

    double tickMicros() {
        return (double) MICROS_PER_SECOND / track.timescale();
    }

    /** As the media-time rules round. */
    private long ticks(long micros) {
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        long rest = Math.floorMod(micros, MICROS_PER_SECOND);
        return seconds * track.timescale() + (rest * track.timescale() + MICROS_PER_SECOND / 2) / MICROS_PER_SECOND;
    }
}
