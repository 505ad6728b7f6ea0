package io.dayreel.streamer.rest;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.clip.ClipException;
import io.dayreel.streamer.clip.ClipRequest;
import io.dayreel.streamer.clip.Clips;
import io.dayreel.streamer.http.ByteSpan;
import io.dayreel.streamer.http.EntityTags;
import io.dayreel.streamer.playback.PlaybackRequest;
import io.dayreel.streamer.playback.StartPoint;
import io.dayreel.streamer.wiring.StreamerService;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A range as an MP4 file to keep. */
@Path("/v1")
public class ClipResource {
    private static final String MP4 = "video/mp4";

    private final CurrentCaller caller;
    private final StreamerService streamer;

    ClipResource(CurrentCaller caller, StreamerService streamer) {
        this.caller = caller;
        this.streamer = streamer;
    }

    @GET
    @Path("/devices/{device}/clip.mp4")
    @Produces({MP4, Problem.MEDIA_TYPE})
    @Blocking
    public Response clip(
            @PathParam("device") String name,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("tracks") String tracks,
            @Context HttpHeaders headers) {
        String range = headers.getHeaderString("Range");
        String ifRange = headers.getHeaderString("If-Range");
        ClipRequest asked = asked(name, from, to, tracks);
        Clips.Reading clip = open(asked);
        boolean handedOver = false;
        try {
            String etag = etag(clip);
            if (EntityTags.match(headers.getHeaderString("If-None-Match"), etag)) {
                return headers(Response.notModified(), asked, clip).build();
            }
            boolean partial = ByteSpan.isOne(range) && EntityTags.allowRange(ifRange, etag);
            Optional<ByteSpan> bytes =
                    partial ? ByteSpan.within(range, clip.length()) : Optional.of(new ByteSpan(0, clip.length()));
            if (bytes.isEmpty()) {
                return unsatisfiable(clip.length());
            }
            if (!streamer.downloads().tryAcquire()) {
                throw new ProblemException(Problem.of(
                        429, "too-many-downloads", "Too many downloads", "too many downloads at a time: try again"));
            }
            handedOver = true;
            return answer(asked, clip, bytes.get(), partial);
        } finally {
            if (!handedOver) {
                clip.close();
            }
        }
    }

    @HEAD
    @Path("/devices/{device}/clip.mp4")
    @Produces({MP4, Problem.MEDIA_TYPE})
    @Blocking
    public Response head(
            @PathParam("device") String name,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("tracks") String tracks) {
        ClipRequest asked = asked(name, from, to, tracks);
        try (Clips.Reading clip = open(asked)) {
            return headers(Response.ok().type(MP4), asked, clip)
                    .header("Content-Length", clip.length())
                    .build();
        }
    }

    private ClipRequest asked(String name, String from, String to, String tracks) {
        DeviceId device = caller.watchedDevice(name);
        long fromMicros = Parameters.required("from", from, StartPoint::micros);
        long toMicros = Parameters.required("to", to, StartPoint::micros);
        if (toMicros <= fromMicros) {
            throw ProblemException.badParameter("to", "to must be later than from");
        }
        long maxMicros =
                TimeUnit.NANOSECONDS.toMicros(streamer.exports().maxClip().toNanos());
        if (toMicros - fromMicros > maxMicros) {
            throw ProblemException.badParameter(
                    "to",
                    "a clip is at most " + streamer.exports().maxClip()
                            + " long (dayreel.streamer.max-clip): ask for several");
        }
        return new ClipRequest(
                device, fromMicros, toMicros, Parameters.optional("tracks", tracks, PlaybackRequest::parseTracks));
    }

    private Clips.Reading open(ClipRequest asked) {
        try {
            if (!streamer.services().seeker().awaitKnown(asked.device())) {
                throw ProblemException.notFound(
                        "there is no device '" + asked.device().device() + "'");
            }
            return streamer.exports().clips().open(asked);
        } catch (ArchiveUnavailableException e) {
            throw Refusals.archiveUnavailable();
        } catch (ClipException e) {
            throw new ProblemException(problem(asked, e));
        }
    }

    private Problem problem(ClipRequest asked, ClipException refused) {
        return switch (refused.reason()) {
            case NOTHING ->
                Refusals.nothingThere(
                        refused.getMessage(),
                        streamer.exports().nearby(asked.device(), asked.fromMicros(), asked.toMicros()));
            case UNSUITABLE -> Problem.of(406, "unsuitable", "Cannot be packaged", refused.getMessage());
            case TOO_LARGE -> Problem.badParameter("to", refused.getMessage());
            case TOO_MANY -> Problem.of(429, "too-many-clips", "Too many clips", refused.getMessage());
            case NOT_NOW -> Problem.of(503, "not-there-yet", "Not there yet", refused.getMessage());
        };
    }

    /** The body gives clip and permit back, which it is asked for once. */
    private Response answer(ClipRequest asked, Clips.Reading clip, ByteSpan bytes, boolean partial) {
        StreamingOutput body = StreamedBody.of(target -> {
            try (clip) {
                clip.copy(bytes.offset(), bytes.length(), target);
            } finally {
                streamer.downloads().release();
            }
        });
        Response.ResponseBuilder response =
                headers(Response.status(partial ? 206 : 200), asked, clip).type(MP4);
        if (partial) {
            response.header("Content-Range", bytes.contentRange(clip.length()));
        }
        return response.header("Content-Length", bytes.length()).entity(body).build();
    }

    private static Response unsatisfiable(long length) {
        Problem problem = Problem.of(416, "range", "Range not satisfiable", "the clip has " + length + " bytes");
        return Response.status(416)
                .header("Content-Range", "bytes */" + length)
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    private static Response.ResponseBuilder headers(
            Response.ResponseBuilder response, ClipRequest asked, Clips.Reading clip) {
        return response.header("ETag", etag(clip))
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "private, max-age=60")
                .header("Content-Disposition", "attachment; filename=\"" + fileName(asked) + "\"");
    }

    private static String etag(Clips.Reading clip) {
        return '"' + clip.tag() + '"';
    }

    /** Colons are no part of a file's name everywhere. */
    private static String fileName(ClipRequest asked) {
        Instant from = Instant.EPOCH.plus(asked.fromMicros(), ChronoUnit.MICROS);
        return asked.device().device() + "-" + from.toString().replace(':', '-') + ".mp4";
    }
}
