package io.dayreel.streamer.viewers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What viewers' players say, as metrics. Thread-safe. */
public final class ViewerFigures {
    private final Map<Protocol, Reported> reported = new EnumMap<>(Protocol.class);
    private final Counter starved;
    private final DistributionSummary buffer;
    private final DistributionSummary throughput;

    /** How a player gets its media. */
    public enum Protocol {
        WEBSOCKET,
        HLS;

        /** As reports and metrics write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a player says of the time since its last report.
     *
     * @param startup from the wish to play to the first picture, where that was in this time
     * @param stalls times that playing stopped for want of media
     * @param stalled how long it stood still in all
     * @param played how long it played
     */
    public record Report(
            Protocol protocol, Optional<Duration> startup, long stalls, Duration stalled, Duration played) {}

    private record Reported(Timer startup, Counter stalls, Counter stalled, Counter played) {}

    public ViewerFigures(MeterRegistry meters) {
        for (Protocol protocol : Protocol.values()) {
            reported.put(
                    protocol,
                    new Reported(
                            Timer.builder("dayreel.streamer.viewer.startup")
                                    .description("Time until players showed the first picture, as they say")
                                    .tag("protocol", protocol.word())
                                    .publishPercentileHistogram()
                                    .register(meters),
                            Counter.builder("dayreel.streamer.viewer.stalls")
                                    .description("Times that players stood still for want of media, as they say")
                                    .tag("protocol", protocol.word())
                                    .register(meters),
                            Counter.builder("dayreel.streamer.viewer.stalled.seconds")
                                    .description("How long players stood still, as they say")
                                    .tag("protocol", protocol.word())
                                    .register(meters),
                            Counter.builder("dayreel.streamer.viewer.played.seconds")
                                    .description("How long players played, as they say")
                                    .tag("protocol", protocol.word())
                                    .register(meters)));
        }
        starved = Counter.builder("dayreel.streamer.cmcd.starved")
                .description("Requests whose player said that it had run dry (CMCD bs)")
                .register(meters);
        buffer = DistributionSummary.builder("dayreel.streamer.cmcd.buffer.seconds")
                .description("Media that players hold ahead (CMCD bl)")
                .register(meters);
        throughput = DistributionSummary.builder("dayreel.streamer.cmcd.throughput.kilobits")
                .description("What players measured of their lines, kbit/s (CMCD mtp)")
                .register(meters);
    }

    /** A player's own report. */
    public void report(Report report) {
        Reported figures = reported.get(report.protocol());
        report.startup().ifPresent(figures.startup()::record);
        figures.stalls().increment(report.stalls());
        figures.stalled().increment(report.stalled().toMillis() / 1000.0);
        figures.played().increment(report.played().toMillis() / 1000.0);
    }

    /** What came with a request for media. */
    public void request(Cmcd said) {
        if (said.isStarved()) {
            starved.increment();
        }
        said.bufferMillis().ifPresent(millis -> buffer.record(millis / 1000.0));
        said.throughputKilobits().ifPresent(throughput::record);
    }
}
