package io.dayreel.streamer.rest;

import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.streamer.viewers.ViewerFigures;
import io.dayreel.streamer.viewers.ViewerFigures.Protocol;
import io.dayreel.streamer.wiring.StreamerService;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Takes what players say of their viewers' start-up and stalls. */
@Path("/v1")
public class ViewerReportResource {
    private static final long MAX_MILLIS = Duration.ofDays(1).toMillis();

    private final CurrentCaller caller;
    private final StreamerService streamer;

    ViewerReportResource(CurrentCaller caller, StreamerService streamer) {
        this.caller = caller;
        this.streamer = streamer;
    }

    /**
     * What happened since the player's last report.
     *
     * @param session names the player; used for nothing but to tell reports apart in logs
     * @param protocol websocket or hls
     * @param startupMillis until the first picture, if it came in this time
     */
    record Report(
            String session,
            String protocol,
            Optional<Long> startupMillis,
            long stalls,
            long stallMillis,
            long playedMillis) {}

    @POST
    @Path("/devices/{device}/viewer-reports")
    @Consumes(MediaType.APPLICATION_JSON)
    public void report(@PathParam("device") String name, Report report) {
        caller.watchedDevice(name);
        if (report == null) {
            throw ProblemException.badParameter("protocol", "a report is needed as the body");
        }
        Protocol protocol = Arrays.stream(Protocol.values())
                .filter(each -> each.word().equals(report.protocol()))
                .findFirst()
                .orElseThrow(() -> ProblemException.badParameter("protocol", "protocol must be websocket or hls"));
        streamer.viewerFigures()
                .report(new ViewerFigures.Report(
                        protocol,
                        report.startupMillis().map(millis -> millis("startupMillis", millis)),
                        count(report.stalls()),
                        millis("stallMillis", report.stallMillis()),
                        millis("playedMillis", report.playedMillis())));
    }

    private static long count(long stalls) {
        if (stalls < 0 || stalls > MAX_MILLIS) {
            throw ProblemException.badParameter("stalls", "stalls must be 0 or more, not " + stalls);
        }
        return stalls;
    }

    private static Duration millis(String name, long millis) {
        if (millis < 0 || millis > MAX_MILLIS) {
            throw ProblemException.badParameter(name, name + " must be 0 to a day, in milliseconds, not " + millis);
        }
        return Duration.ofMillis(millis);
    }
}
