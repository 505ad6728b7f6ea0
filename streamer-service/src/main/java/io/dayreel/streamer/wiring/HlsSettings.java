package io.dayreel.streamer.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Settings of HLS. */
@ConfigMapping(prefix = "dayreel.streamer.hls")
public interface HlsSettings {
    /** Length of the segments of past playlists, where the key frames allow. */
    @WithDefault("PT6S")
    Duration segment();

    /** Length of live segments, where the key frames allow. */
    @WithDefault("PT4S")
    Duration liveSegment();

    /** Length of the parts of live segments. Shorter comes sooner, and costs more requests. */
    @WithDefault("PT0.2S")
    Duration part();

    /** How far back live playlists reach. */
    @WithDefault("PT30M")
    Duration window();

    /** How far back EVENT playlists of live streams reach; longer ones have to be loaded anew. */
    @WithDefault("PT6H")
    Duration longestEvent();

    /** Longest range of one past playlist. */
    @WithDefault("P2D")
    Duration maxRange();

    /** Memory for packaged media that was asked for lately. */
    @WithDefault("64M")
    MemorySize mediaBytes();

    /** Larger segments are passed on as they are made, and not kept. */
    @WithDefault("8M")
    MemorySize maxKeptObject();

    /** Memory for playlists that were asked for lately; manifests of DASH may take as much again. */
    @WithDefault("32M")
    MemorySize playlistBytes();

    /** Origins of pages of other sites whose players may ask, such as {@code https://example.org}; {@code *} for all. */
    @WithDefault("*")
    List<String> corsOrigins();

    /** Threads that look at what comes in and cut it. */
    @WithDefault("2")
    int cutThreads();

    /** Threads that package media and make playlists; each waits for the archive at times. */
    @WithDefault("8")
    int threads();
}
