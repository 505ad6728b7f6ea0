package io.dayreel.streamer.websocket;

import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.timeline.TimelineSeeker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The first message to a viewer: what there is to see. May wait for the indexer. */
public final class WatchGreeting {
    /** A device whose newest frame is older is not live. */
    private static final Duration RECENT = Duration.ofSeconds(30);

    private final TimelineSeeker seeker;
    private final InstantSource clock;

    public WatchGreeting(TimelineSeeker seeker, InstantSource clock) {
        this.seeker = seeker;
        this.clock = clock;
    }

    /** @throws ProblemException 404 if the device is unknown */
    ViewerMessage.Welcome of(DeviceId device) {
        try {
            if (!seeker.awaitKnown(device)) {
                throw ProblemException.notFound("there is no device '" + device.device() + "'");
            }
            return welcome(device, seeker.recorded(device));
        } catch (ArchiveUnavailableException e) {
            return welcome(device, Optional.empty());
        }
    }

    private ViewerMessage.Welcome welcome(DeviceId device, Optional<long[]> recorded) {
        Instant now = clock.instant();
        Optional<Instant> last = recorded.map(times -> instant(times[1]));
        boolean live = last.filter(time -> time.isAfter(now.minus(RECENT))).isPresent();
        return new ViewerMessage.Welcome(
                device.device(),
                now.truncatedTo(ChronoUnit.MICROS),
                recorded.map(times -> new ViewerMessage.Recorded(instant(times[0]), instant(times[1]))),
                live,
                last);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
