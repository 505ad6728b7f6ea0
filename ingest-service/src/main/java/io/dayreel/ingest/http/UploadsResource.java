package io.dayreel.ingest.http;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.ingest.upload.CaptionsFile;
import io.dayreel.ingest.upload.PartId;
import io.dayreel.ingest.upload.UploadRefused;
import io.dayreel.ingest.upload.UploadState;
import io.dayreel.ingest.upload.Uploads;
import io.dayreel.ingest.upload.http.CaptionsRequest;
import io.dayreel.ingest.upload.http.UploadAnswer;
import io.dayreel.ingest.upload.http.UploadProblems;
import io.dayreel.ingest.wiring.IngestService;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What is held of uploaded videos, their captions and their end. Parts come by {@link UploadRoute}. */
@Path("/v1")
public class UploadsResource {
    private static final int MAX_COMPLETION = 4096;

    private final IngestService service;
    private final CurrentCaller caller;

    UploadsResource(IngestService service, CurrentCaller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** @param parts how many parts the video has; empty if all that are held are all */
    public record Completion(Optional<Integer> parts) {
        public Completion {
            parts = parts == null ? Optional.empty() : parts;
        }
    }

    @GET
    @Path("upload/{video}")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    public UploadAnswer state(@PathParam("video") String name) {
        DeviceId video = caller.sendingDevice(name);
        UploadState state = uploads()
                .state(video)
                .orElseThrow(() -> ProblemException.notFound("no part of a video '" + name + "' was uploaded"));
        return UploadAnswer.of(video, state, Optional.empty());
    }

    /** Without a body all parts that are held are all. */
    @POST
    @Path("upload/{video}/complete")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    public UploadAnswer complete(@PathParam("video") String name, InputStream body)
            throws IOException, InterruptedException {
        DeviceId video = caller.sendingDevice(name);
        Optional<Integer> parts = completion(body.readNBytes(MAX_COMPLETION)).parts();
        if (parts.filter(count -> count < 1 || count > PartId.LAST + 1).isPresent()) {
            throw ProblemException.badParameter("parts", "a video has 1 to " + (PartId.LAST + 1) + " parts");
        }
        try {
            return UploadAnswer.of(video, uploads().complete(video, parts), Optional.empty());
        } catch (UploadRefused e) {
            throw new ProblemException(withMissing(UploadProblems.of(e), video, parts));
        }
    }

    /** The body is a file of captions, WebVTT or SubRip, whose times count from the beginning of the video. */
    @PUT
    @Path("upload/{video}/captions/{language}")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    public Response captions(
            @PathParam("video") String name,
            @PathParam("language") String language,
            @QueryParam("label") String label,
            @QueryParam("kind") String kind,
            @HeaderParam("Content-Type") String type,
            InputStream body)
            throws IOException, InterruptedException {
        DeviceId video = caller.sendingDevice(name);
        CaptionsRequest request = new CaptionsRequest(language, label, kind, type);
        try {
            CaptionsFile file = request.file(body.readNBytes(uploads().maxCaptionsBytes() + 1));
            Uploads.TakenCaptions taken = uploads().store(video, file);
            return Response.status(taken.stored() ? Response.Status.CREATED : Response.Status.OK)
                    .entity(UploadAnswer.of(video, taken.state(), Optional.empty()))
                    .build();
        } catch (UploadRefused e) {
            throw new ProblemException(UploadProblems.of(e));
        }
    }

    private static Completion completion(byte[] json) {
        if (json.length == 0) {
            return new Completion(Optional.empty());
        }
        try {
            return Json.read(json, Completion.class);
        } catch (JsonFormatException e) {
            throw new ProblemException(Problem.badRequest("the body is {\"parts\": 12}, or empty: " + e.getMessage()));
        }
    }

    private Problem withMissing(Problem problem, DeviceId video, Optional<Integer> parts) {
        UploadState state = uploads().state(video).orElse(UploadState.NOTHING);
        int last = parts.map(count -> state.first() + count - 1).orElse(-1);
        return problem.with("missing", state.missing(last));
    }

    private Uploads uploads() {
        return service.uploads()
                .orElseThrow(() -> new ProblemException(Problem.of(
                        501,
                        "no-uploads",
                        "No uploads",
                        "this installation takes none: dayreel.ingest.upload.enabled")));
    }
}
