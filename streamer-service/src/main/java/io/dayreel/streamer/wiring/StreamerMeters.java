package io.dayreel.streamer.wiring;

import io.dayreel.streamer.archive.ArchiveCounters;
import io.dayreel.streamer.playback.PlaybackCounters;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.tail.PartitionTails;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The streamer's metrics (docs/reference/metrics.md). */
final class StreamerMeters {
    private StreamerMeters() {}

    static void register(
            MeterRegistry meters, PlaybackServices services, PartitionTails tails, ArchiveCounters archive) {
        PlaybackCounters playback = services.counters();
        Gauge.builder("dayreel.streamer.viewers", playback, PlaybackCounters::viewers)
                .description("Viewers: connected (websocket), or asking within half a minute (hls)")
                .tag("protocol", "websocket")
                .register(meters);
        counter(meters, "dayreel.streamer.sent.bytes", "Bytes of frames sent to viewers", playback::bytes);
        counter(meters, "dayreel.streamer.sent.frames", "Frames sent to viewers", playback::frames);
        counter(meters, "dayreel.streamer.skipped.frames", "Frames slow viewers were not sent", playback::skipped);
        Gauge.builder("dayreel.streamer.tail.bytes", tails, PartitionTails::bytes)
                .description("Bytes of tails on disk")
                .register(meters);
        Gauge.builder("dayreel.streamer.tail.partitions", tails, PartitionTails::count)
                .description("Partitions whose tail is here")
                .register(meters);
        Gauge.builder("dayreel.streamer.tail.fill.lag", tails, PartitionTails::fillLag)
                .description("Records that tails still have to be filled with")
                .register(meters);
        counter(meters, "dayreel.streamer.archive.gets", "Ranged GETs of segments", archive::gets);
        counter(meters, "dayreel.streamer.archive.bytes", "Bytes read from segments", archive::bytes);
        counter(
                meters,
                "dayreel.streamer.archive.damaged.frames",
                "Frames left out because their checksum does not fit",
                archive::damagedFrames);
    }

    private static void counter(MeterRegistry meters, String name, String description, LongValue value) {
        FunctionCounter.builder(name, value, LongValue::get)
                .description(description)
                .register(meters);
    }

    @FunctionalInterface
    private interface LongValue {
        long get();
    }
}
