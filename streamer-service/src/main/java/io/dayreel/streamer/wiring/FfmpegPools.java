package io.dayreel.streamer.wiring;

import io.dayreel.runtime.ffmpeg.FfmpegLocation;
import io.dayreel.runtime.ffmpeg.FfmpegPool;

/** Where and within which bounds the streamer runs ffmpeg. */
final class FfmpegPools {
    /** Of one process; what it reads are our own segments of at most a group of pictures. */
    private static final long MEMORY_BYTES = 1 << 30;

    private FfmpegPools() {}

    /** @param name of its threads; each pool has the bounds for itself */
    static FfmpegPool of(StreamerSettings settings, String name) {
        return new FfmpegPool(
                new FfmpegLocation(settings.ffmpeg(), System.getenv().getOrDefault("PATH", "")),
                new FfmpegPool.Bounds(
                        settings.ffmpegProcesses(), settings.ffmpegWaiting(), settings.ffmpegLimit(), MEMORY_BYTES),
                name);
    }
}
