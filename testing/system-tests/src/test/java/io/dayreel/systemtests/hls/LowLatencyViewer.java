package io.dayreel.systemtests.hls;

import io.dayreel.systemtests.hls.HlsClient.Answer;
import io.dayreel.systemtests.hls.Playlist.Part;
import io.dayreel.systemtests.hls.Playlist.Segment;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Asks as a low-latency player does: each reload waits for the next part, and the part that is hinted at is asked for. */
public final class LowLatencyViewer {
    private final HlsClient client;
    private final Set<URI> asked = new HashSet<>();
    private final Set<URI> before = new HashSet<>();

    public LowLatencyViewer(HlsClient client) {
        this.client = client;
    }

    /**
     * Watches the first variant: what comes from now on.
     *
     * @return all addresses that were asked for and answered
     */
    public Set<URI> watches(URI multivariant, Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        URI variant = load(multivariant).variants().get(0);
        Playlist playlist = load(variant);
        parts(playlist).forEach(before::add);
        while (System.nanoTime() < end) {
            hinted(playlist).ifPresent(this::fetch);
            playlist = load(next(variant, playlist));
            parts(playlist)
                    .filter(part -> !before.contains(part) && !asked.contains(part))
                    .forEach(this::fetch);
        }
        return Set.copyOf(asked);
    }

    private static Stream<URI> parts(Playlist playlist) {
        return playlist.segments().stream()
                .flatMap(segment -> segment.parts().stream())
                .map(Part::address);
    }

    private static URI next(URI variant, Playlist playlist) {
        List<Segment> segments = playlist.segments();
        Segment last = segments.get(segments.size() - 1);
        boolean open = last.address().isEmpty();
        return URI.create(variant + "?_HLS_msn=" + (open ? last.msn() : last.msn() + 1) + "&_HLS_part="
                + (open ? last.parts().size() : 0));
    }

    private static Optional<URI> hinted(Playlist playlist) {
        return playlist.attributes("EXT-X-PRELOAD-HINT").stream()
                .filter(hint -> "PART".equals(hint.get("TYPE")))
                .map(hint -> playlist.resolve(hint.get("URI")))
                .findFirst();
    }

    private Playlist load(URI address) {
        asked.add(address);
        return client.playlist(address);
    }

    private void fetch(URI address) {
        asked.add(address);
        Answer answer = client.get(address);
        if (answer.status() != 200 || answer.body().length == 0) {
            throw new AssertionError(answer.status() + " for " + address + ": " + answer.text());
        }
    }
}
