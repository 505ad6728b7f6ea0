package io.dayreel.protocol.clip;

import java.util.List;
import java.util.OptionalLong;

/** The samples of a file, as its own tables place them. */
public interface ClipMedia {
    /** All tracks with samples. */
    List<Track> tracks();

    /** One track; samples count from 1. */
    interface Track {
        /** MP4 track id. */
        int id();

        int sampleCount();

        /** Ticks a second of all times here. */
        int timescale();

        /** Ticks to add to a sample's time for the time at which it is played, by the edit list; empty if none is. */
        OptionalLong playedAfterTicks();

        /** Where the sample's bytes begin in the file. */
        long offset(int sample);

        int length(int sample);

        /** Sum of the durations before it. */
        long decodeTicks(int sample);

        long compositionTicks(int sample);

        /** Whether the tables say that decoding can start here. */
        boolean isSync(int sample);

        /** The codec record that the sample is decoded with, as configuration frames have it. */
        byte[] codecRecord(int sample);
    }
}
