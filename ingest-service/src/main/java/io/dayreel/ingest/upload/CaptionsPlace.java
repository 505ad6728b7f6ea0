package io.dayreel.ingest.upload;

/**
 * Where in a video the frames of a file of captions are.
 *
 * @param run {@value #FIRST_RUN}–{@value #LAST_RUN}, behind all parts and before the video's end
 * @param track {@value #FIRST_TRACK}–{@value #LAST_TRACK}, behind those of parts
 */
record CaptionsPlace(int run, int track) {
    static final int FIRST_RUN = PartId.LAST + 1;
    static final int LAST_RUN = VideoEnd.RUN - 1;
    static final int FIRST_TRACK = 96;
    static final int LAST_TRACK = 127;
}
