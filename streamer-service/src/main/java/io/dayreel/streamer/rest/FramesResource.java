package io.dayreel.streamer.rest;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.playback.FrameRange;
import io.dayreel.streamer.playback.PlaybackRequest;
import io.dayreel.streamer.playback.StartPoint;
import io.dayreel.streamer.wiring.StreamerService;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import java.util.Set;

/** Frames of a time range as one body. */
@Path("/v1")
public class FramesResource {
    private static final String FRAMES = "application/vnd.dayreel.frames";

    private final CurrentCaller caller;
    private final StreamerService streamer;

    FramesResource(CurrentCaller caller, StreamerService streamer) {
        this.caller = caller;
        this.streamer = streamer;
    }

    @GET
    @Path("/devices/{device}/frames")
    @Produces({FRAMES, Problem.MEDIA_TYPE})
    @Blocking
    public Response frames(
            @PathParam("device") String name,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("tracks") String tracks) {
        DeviceId device = caller.watchedDevice(name);
        long fromMicros = Parameters.required("from", from, StartPoint::micros);
        long toMicros = Parameters.required("to", to, StartPoint::micros);
        Optional<Set<Integer>> wanted = Parameters.optional("tracks", tracks, PlaybackRequest::parseTracks);
        if (toMicros <= fromMicros) {
            throw ProblemException.badParameter("to", "to must be later than from");
        }
        FrameRange range = open(device, fromMicros, toMicros, wanted);
        StreamingOutput body = StreamedBody.of(range::writeTo);
        return Response.ok(body, FRAMES).build();
    }

    private FrameRange open(DeviceId device, long fromMicros, long toMicros, Optional<Set<Integer>> tracks) {
        try {
            if (!streamer.services().seeker().awaitKnown(device)) {
                throw ProblemException.notFound("there is no device '" + device.device() + "'");
            }
            return FrameRange.open(streamer.services(), streamer.downloads(), device, fromMicros, toMicros, tracks)
                    .orElseThrow(FramesResource::tooMany);
        } catch (ArchiveUnavailableException e) {
            throw new ProblemException(
                    Problem.of(503, "archive-unavailable", "Archive unavailable", "the archive does not answer"));
        }
    }

    private static ProblemException tooMany() {
        return new ProblemException(
                Problem.of(429, "too-many-downloads", "Too many downloads", "too many downloads at a time: try again"));
    }
}
