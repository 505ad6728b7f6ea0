package io.dayreel.streamer.wiring;

import io.dayreel.runtime.ffmpeg.FfmpegPool;
import java.nio.file.Path;

/** What the video API needs besides playlists. @param directory for files under way */
record ViewParts(FfmpegPool ffmpeg, Path directory) {

    /** @param own directory of the instance */
    static ViewParts of(StreamerSettings settings, Path own) {
        return new ViewParts(FfmpegPools.of(settings, "dayreel-streamer-view"), own.resolve("views"));
    }
}
