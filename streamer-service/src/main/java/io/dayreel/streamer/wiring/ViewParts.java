package io.dayreel.streamer.wiring;

import io.dayreel.runtime.ffmpeg.FfmpegLocation;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import java.nio.file.Path;

/** What the video API needs besides playlists. @param directory for files under way */
record ViewParts(FfmpegPool ffmpeg, Path directory) {
    /** Of one process; what it reads are our own segments of at most a group of pictures. */
    private static final long MEMORY_BYTES = 1 << 30;

    /** @param own directory of the instance */
    static ViewParts of(StreamerSettings settings, Path own) {
        return new ViewParts(
                new FfmpegPool(
                        new FfmpegLocation(settings.ffmpeg(), System.getenv().getOrDefault("PATH", "")),
                        new FfmpegPool.Bounds(
                                settings.ffmpegProcesses(),
                                settings.ffmpegWaiting(),
                                settings.ffmpegLimit(),
                                MEMORY_BYTES),
                        "dayreel-streamer-view"),
                own.resolve("views"));
    }
}
