package io.dayreel.streamer.thumbnails;

import io.dayreel.protocol.stream.StreamId;

/**
 * A key frame of a video track.
 *
 * @param timeMicros its capture time, µs since 1970
 * @param configuration number of the configuration that it probably needs, negative if none is known
 */
record KeyPicture(StreamId stream, int run, int track, long counter, long timeMicros, int configuration) {}
