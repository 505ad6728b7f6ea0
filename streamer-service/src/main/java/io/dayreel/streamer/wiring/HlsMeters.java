package io.dayreel.streamer.wiring;

import io.dayreel.streamer.hls.LiveStreams;
import io.dayreel.streamer.media.MediaCounters;
import io.dayreel.streamer.media.MediaObjects;
import io.dayreel.streamer.viewers.ViewerSessions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** HLS's metrics (docs/reference/metrics.md). */
final class HlsMeters {
    private HlsMeters() {}

    static void viewers(MeterRegistry meters, ViewerSessions sessions) {
        Gauge.builder("dayreel.streamer.viewers", sessions, ViewerSessions::count)
                .description("Viewers: connected (websocket), or asking within half a minute (hls)")
                .tag("protocol", "hls")
                .register(meters);
    }

    static void register(MeterRegistry meters, MediaCounters media, MediaObjects objects, LiveStreams streams) {
        FunctionCounter.builder("dayreel.streamer.media.reads", media, MediaCounters::reads)
                .description("Ranges of frames read from tail or archive to package them")
                .register(meters);
        FunctionCounter.builder("dayreel.streamer.media.hits", media, MediaCounters::hits)
                .description("Segments and parts that were in memory")
                .register(meters);
        FunctionCounter.builder("dayreel.streamer.media.sent.bytes", media, MediaCounters::bytes)
                .description("Bytes of segments and parts sent")
                .register(meters);
        FunctionCounter.builder("dayreel.streamer.media.left.out.frames", media, MediaCounters::leftOutFrames)
                .description("Frames that had no place in their segment")
                .register(meters);
        Gauge.builder("dayreel.streamer.media.memory.bytes", objects, MediaObjects::memoryBytes)
                .description("Memory that segments and parts take")
                .register(meters);
        Gauge.builder("dayreel.streamer.hls.streams", streams, LiveStreams::watchedCount)
                .description("Live streams that are watched over HLS")
                .register(meters);
    }
}
