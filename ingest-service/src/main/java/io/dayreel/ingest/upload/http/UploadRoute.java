package io.dayreel.ingest.upload.http;

import io.dayreel.access.AccessRefused;
import io.dayreel.access.Caller;
import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.ingest.upload.PartId;
import io.dayreel.ingest.upload.Receiving;
import io.dayreel.ingest.upload.UploadRefused;
import io.dayreel.ingest.upload.Uploads;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.DeviceAccess;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.log.LogEvents;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * {@code POST /v1/upload/{videoId}?segment=N}: a part of a video as the body, or as the file of a form whose field
 * {@code segment} says which; {@code HEAD} says where a part that broke off goes on (docs/reference/http.md).
 */
public final class UploadRoute {
    /** Where it is on the router. */
    public static final String PATH = "/v1/upload/:video";

    private static final LogEvents LOG = LogEvents.of(UploadRoute.class);
    private static final int NO_CONTENT = 204;
    private static final long DRAIN_MILLIS = 60_000;
    static final String OFFSET = "Upload-Offset";

    private final VertxAccess access;
    private final Uploads uploads;
    private final Executor workers;
    private final long stallMillis;

    /**
     * @param workers one thread for each part that may be received at a time; owned by the caller
     * @param stallMillis without a byte for so long, a connection is closed
     */
    public UploadRoute(VertxAccess access, Uploads uploads, Executor workers, long stallMillis) {
        this.access = access;
        this.uploads = uploads;
        this.workers = workers;
        this.stallMillis = stallMillis;
    }

    /** Says how much of a part is here. */
    public void head(RoutingContext context) {
        guarded(context, () -> {
            DeviceId video = video(context);
            int number = segment(context.request())
                    .orElseThrow(() -> ProblemException.badParameter("segment", "segment is needed: which part"));
            Optional<UploadedPart> held = uploads.state(video).flatMap(state -> state.part(number));
            long here = held.map(UploadedPart::bytes).orElseGet(() -> uploads.heldBytes(new PartId(video, number)));
            context.response()
                    .setStatusCode(NO_CONTENT)
                    .putHeader(OFFSET, String.valueOf(here))
                    .putHeader("Upload-Complete", held.isPresent() ? "?1" : "?0")
                    .putHeader("Cache-Control", "no-store")
                    .end();
        });
    }

    /** Takes a part. The request must not have been read from. */
    public void post(RoutingContext context) {
        guarded(context, () -> {
            DeviceId video = video(context);
            PartRequest request = PartRequest.of(context.request());
            if (request.number().isEmpty() && !request.isForm()) {
                throw ProblemException.badParameter("segment", "segment is needed: which part of the video this is");
            }
            Receiving receiving = begin(video, request);
            new PartTransfer(context, uploads, workers, video, request, receiving).run(stallMillis);
        });
    }

    private Receiving begin(DeviceId video, PartRequest request) {
        try {
            return uploads.begin(video, request.isForm() ? Optional.empty() : request.number(), request.offset());
        } catch (UploadRefused e) {
            throw new ProblemException(UploadProblems.of(e));
        } catch (IOException e) {
            LOG.error("scratch-failed", e, "video", video);
            throw new ProblemException(
                    Problem.of(503, "scratch", "No scratch space", "the part cannot be written down here: try again"));
        }
    }

    private DeviceId video(RoutingContext context) {
        Caller caller = access.authenticate(context);
        String name = context.pathParam("video");
        try {
            new DeviceId(caller.tenant(), name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter(
                    "videoId", "a video's id matches [a-z0-9][a-z0-9_-]{0,62}, not '" + name + "'");
        }
        DeviceId video = DeviceAccess.device(caller, name);
        if (!caller.maySend()) {
            throw ProblemException.forbidden("the token's role may watch, not upload");
        }
        return video;
    }

    static Optional<Integer> segment(HttpServerRequest request) {
        String text = request.getParam("segment");
        return text == null ? Optional.empty() : Optional.of(number(text));
    }

    static int number(String text) {
        try {
            return PartId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter("segment", e.getMessage());
        }
    }

    /** A part that is refused at once is read and dropped: a sender that is still sending would not see the answer. */
    private static void guarded(RoutingContext context, Runnable action) {
        try {
            action.run();
        } catch (ProblemException | AccessRefused e) {
            if (!context.request().isEnded()) {
                context.request().handler(piece -> {});
            }
            onceRead(context, () -> VertxAccess.fail(context, e));
        }
    }

    /** Answers when the body has come to its end, and closes a connection on which it does not within a minute. */
    static void onceRead(RoutingContext context, Runnable answer) {
        HttpServerRequest request = context.request();
        if (request.isEnded() || request.getHeader("Expect") != null) {
            answer.run();
            return;
        }
        long timer = context.vertx()
                .setTimer(DRAIN_MILLIS, late -> request.connection().close());
        request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        request.endHandler(end -> {
            context.vertx().cancelTimer(timer);
            answer.run();
        });
        request.resume();
    }
}
