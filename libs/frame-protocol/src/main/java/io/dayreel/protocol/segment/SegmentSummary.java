package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an announcement says of a whole segment. The writer has it when it closes the segment; a reader gets an equal
 * one from header, footer and trailer alone, so that indexes can be rebuilt without touching media (F4).
 *
 * @param stream whose it is
 * @param first the first frame in it, as in its object key
 * @param frameCount frames, repeats included
 * @param size bytes of the whole object
 * @param root Merkle root: its name and its proof
 * @param runs by ascending run
 * @param tracks by track, type and codec
 * @param configurations by run, track and number
 * @param configurationStarts from where on frames name which configuration, by run, track, type and number
 * @param marks events, ends of runs and statements that frames are gone, in stored order
 * @param conflicts frames that are here with other bytes than the copy received before, in stored order
 * @param sources the Kafka records that it came from
 * @param follows roots of the stream's announced segments that nobody had named before
 * @param keyFrames where which frames are
 */
public record SegmentSummary(
        StreamId stream,
        FramePosition first,
        long frameCount,
        long size,
        MerkleHash root,
        List<RunSummary> runs,
        List<TrackSummary> tracks,
        List<StoredConfiguration> configurations,
        List<ConfigurationStart> configurationStarts,
        List<Mark> marks,
        List<FramePosition> conflicts,
        List<SourceSpan> sources,
        List<MerkleHash> follows,
        KeyFrameTable keyFrames) {
    public SegmentSummary {
        runs = List.copyOf(runs);
        tracks = List.copyOf(tracks);
        configurations = List.copyOf(configurations);
        configurationStarts = List.copyOf(configurationStarts);
        marks = List.copyOf(marks);
        conflicts = List.copyOf(conflicts);
        sources = List.copyOf(sources);
        follows = List.copyOf(follows);
    }

    /** Smallest capture time of all runs, µs since 1970-01-01 UTC. */
    public long firstTimeMicros() {
        return runs.stream().mapToLong(RunSummary::firstTimeMicros).min().orElse(0);
    }

    /** Largest capture time of all runs. */
    public long lastTimeMicros() {
        return runs.stream().mapToLong(RunSummary::lastTimeMicros).max().orElse(0);
    }

    /** From where on frames of a track name which of the configurations that are held, by run and number. */
    public List<ConfigurationStart> startsOf(TrackSummary track) {
        Set<Long> held = configurations.stream().map(StoredConfiguration::key).collect(Collectors.toSet());
        return configurationStarts.stream()
                .filter(start -> start.track() == track.track()
                        && start.typeCode() == track.typeCode()
                        && track.configurations().contains(start.number())
                        && held.contains(StoredConfiguration.key(start.run(), start.track(), start.number())))
                .toList();
    }

    public List<Mark> events() {
        return marksOf(FrameType.EVENT);
    }

    public List<Mark> endsOfRuns() {
        return marksOf(FrameType.END_OF_RUN);
    }

    public List<Mark> gone() {
        return marksOf(FrameType.GONE);
    }

    private List<Mark> marksOf(FrameType type) {
        return marks.stream().filter(mark -> mark.type() == type).toList();
    }
}
