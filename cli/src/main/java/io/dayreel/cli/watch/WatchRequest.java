package io.dayreel.cli.watch;

import io.dayreel.cli.socket.ServerAddress;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What to watch.
 *
 * @param server with a token that allows to watch the device
 * @param from live, start, an RFC 3339 time or day/run/counter
 * @param to where to end; for ever if empty
 * @param tracks only these, all if empty
 * @param speed 0.25–16, or max: the past as fast as it is read
 * @param complete a viewer that is too slow for live pictures goes back for what it missed, instead of skipping it
 */
public record WatchRequest(
        ServerAddress server,
        String device,
        String from,
        Optional<Instant> to,
        List<Integer> tracks,
        String speed,
        boolean complete) {

    public WatchRequest {
        Objects.requireNonNull(server);
        Objects.requireNonNull(to);
        tracks = List.copyOf(tracks);
    }

    /** Everything of a device from a place on, as fast as it can be read, then live for ever. */
    public static WatchRequest of(ServerAddress server, String device, String from) {
        return new WatchRequest(server, device, from, Optional.empty(), List.of(), "max", true);
    }

    public WatchRequest until(Instant end) {
        return new WatchRequest(server, device, from, Optional.of(end), tracks, speed, complete);
    }

    public WatchRequest onTracks(List<Integer> some) {
        return new WatchRequest(server, device, from, to, some, speed, complete);
    }

    /** @param place where to begin instead */
    String pathFrom(String place) {
        StringBuilder path = new StringBuilder("/v1/devices/")
                .append(ServerAddress.encode(device))
                .append("/watch?from=")
                .append(ServerAddress.encode(place))
                .append("&speed=")
                .append(ServerAddress.encode(speed));
        to.ifPresent(end -> path.append("&to=").append(ServerAddress.encode(end.toString())));
        if (!tracks.isEmpty()) {
            path.append("&tracks=")
                    .append(ServerAddress.encode(
                            tracks.stream().map(String::valueOf).collect(Collectors.joining(","))));
        }
        return path.toString();
    }
}
