package io.dayreel.streamer.wiring;

import io.dayreel.streamer.http.DashLiveRoute;
import io.dayreel.streamer.http.DashPastRoute;
import io.dayreel.streamer.http.PastPlaylistRoute;
import io.vertx.ext.web.RoutingContext;

/** DASH of a running streamer: its routes. */
record RunningDash(DashPastRoute past, DashLiveRoute live) {
    void mpd(RoutingContext context) {
        if (PastPlaylistRoute.isAskedFor(context)) {
            past.mpd(context);
        } else {
            live.mpd(context);
        }
    }
}
