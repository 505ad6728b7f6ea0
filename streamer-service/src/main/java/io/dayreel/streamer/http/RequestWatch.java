package io.dayreel.streamer.http;

import io.dayreel.streamer.viewers.Cmcd;
import io.dayreel.streamer.viewers.ViewerFigures;
import io.dayreel.streamer.viewers.ViewerSessions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Looks at the requests of standard players: how long each kind takes, who they are from, what they say. Thread-safe. */
public final class RequestWatch {
    private final Map<Kind, Timer> timers = new EnumMap<>(Kind.class);
    private final ViewerSessions sessions;
    private final ViewerFigures figures;

    /** What is asked for. */
    public enum Kind {
        MULTIVARIANT,
        LIVE_PLAYLIST,
        /** One that waits for what does not exist yet. */
        WAITING_PLAYLIST,
        PAST_PLAYLIST,
        PART,
        SEGMENT,
        /** A manifest of DASH. */
        MPD,
        /** Where a segment is that a manifest of DASH names by its time, or a segment that grows. */
        MPD_SEGMENT
    }

    public RequestWatch(MeterRegistry meters, ViewerSessions sessions, ViewerFigures figures) {
        this.sessions = sessions;
        this.figures = figures;
        for (Kind kind : Kind.values()) {
            timers.put(
                    kind,
                    Timer.builder("dayreel.streamer.hls.requests")
                            .description("Requests of standard players, until the last byte was handed to the network")
                            .tag("kind", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .publishPercentileHistogram()
                            .register(meters));
        }
    }

    /** A request has come; called before it is answered. */
    public void arrived(RoutingContext context, Kind kind) {
        long start = System.nanoTime();
        HttpServerRequest request = context.request();
        Cmcd said = Cmcd.of(
                Cmcd.inQuery(request.query()).orElse(null),
                request.getHeader("CMCD-Request"),
                request.getHeader("CMCD-Object"),
                request.getHeader("CMCD-Status"),
                request.getHeader("CMCD-Session"));
        figures.request(said);
        sessions.seen(said.session().orElseGet(() -> sender(request)));
        boolean waits = kind == Kind.LIVE_PLAYLIST && request.getParam("_HLS_msn") != null;
        Timer timer = timers.get(waits ? Kind.WAITING_PLAYLIST : kind);
        context.addEndHandler(ended -> timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
    }

    /** Players that do not name themselves are told apart by where they are and what they are. */
    private static String sender(HttpServerRequest request) {
        return request.remoteAddress().hostAddress() + " " + request.getHeader("User-Agent");
    }
}
