package io.dayreel.streamer.wiring;

import io.dayreel.runtime.ffmpeg.FfmpegLocation;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import java.nio.file.Path;

/** What the video API needs besides playlists. @param directory for files under way, the instance's own */
record ViewParts(FfmpegPool ffmpeg, Path directory) {
    static ViewParts of(StreamerSettings settings, Path directory) {
        return new ViewParts(
                new FfmpegPool(
                        new FfmpegLocation(settings.ffmpeg(), System.getenv().getOrDefault("PATH", "")),
                        new FfmpegPool.Bounds(
                                settings.ffmpegProcesses(), settings.ffmpegWaiting(), settings.ffmpegLimit()),
                        "dayreel-streamer-view"),
                directory);
    }
}
