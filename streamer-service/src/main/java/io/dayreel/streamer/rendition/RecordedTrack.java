package io.dayreel.streamer.rendition;

import java.util.List;
import java.util.Optional;

/**
 * What the index says of one rendition in one run.
 *
 * @param rate what is archived of it says how much there is of it
 * @param configurations by ascending first counter
 * @param keyFrames by ascending counter; empty for audio
 */
public record RecordedTrack(
        Rendition rendition, TrackRate rate, List<ConfigurationStart> configurations, List<DecodePoint> keyFrames) {
    public RecordedTrack {
        configurations = List.copyOf(configurations);
    }

    /** The same frames at later times. */
    RecordedTrack later(long micros) {
        return new RecordedTrack(rendition, rate, configurations, DecodePoint.later(keyFrames, micros));
    }

    /** The configuration that a frame needs; empty if none is known. */
    public Optional<ConfigurationStart> configurationAt(long counter) {
        ConfigurationStart found = configurations.isEmpty() ? null : configurations.get(0);
        for (ConfigurationStart start : configurations) {
            if (start.first() > counter) {
                break;
            }
            found = start;
        }
        return Optional.ofNullable(found);
    }

    public Optional<ConfigurationStart> configuration(int number) {
        return configurations.stream().filter(each -> each.number() == number).findFirst();
    }
}
