package io.dayreel.ingest.upload.http;

import io.dayreel.contracts.json.Json;
import io.dayreel.ingest.upload.PartId;
import io.dayreel.ingest.upload.Receiving;
import io.dayreel.ingest.upload.UploadRefused;
import io.dayreel.ingest.upload.UploadRefused.Reason;
import io.dayreel.ingest.upload.Uploads;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.log.LogEvents;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One request that brings a part: its body to the disk, the part to the workers, the answer back. All but the storing
 * happens on the request's event loop.
 */
final class PartTransfer {
    private static final LogEvents LOG = LogEvents.of(PartTransfer.class);
    private static final int CREATED = 201;
    private static final int OK = 200;

    /** A form is read when its end was seen, and its file was written. */
    private static final int STEPS_OF_A_FORM = 2;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Uploads uploads;
    private final Executor workers;
    private final DeviceId video;
    private final PartRequest part;
    private final Receiving receiving;
    private final Context loop = Vertx.currentContext();
    private long lastNanos = System.nanoTime();
    private long timer;
    private boolean filed;
    private boolean formEnded;
    private int formSteps;
    private boolean over;

    /** @param receiving that the body goes to; owned */
    PartTransfer(
            RoutingContext context,
            Uploads uploads,
            Executor workers,
            DeviceId video,
            PartRequest part,
            Receiving receiving) {
        this.context = context;
        this.request = context.request();
        this.uploads = uploads;
        this.workers = workers;
        this.video = video;
        this.part = part;
        this.receiving = receiving;
    }

    /** @param stallMillis without a byte for so long, the connection is closed */
    void run(long stallMillis) {
        timer = loop.owner().setPeriodic(Math.max(1, stallMillis / 4), id -> closeIfStalled(stallMillis));
        if (part.isForm()) {
            readForm();
        } else {
            BodyToFile.copy(request, receiving, workers, loop, this::alive)
                    .onSuccess(done -> finish(part.number()))
                    .onFailure(this::broken);
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        request.resume();
    }

    private void readForm() {
        request.setExpectMultipart(true);
        request.exceptionHandler(this::broken);
        request.uploadHandler(file -> {
            if (filed) {
                broken(new UploadRefused(Reason.MALFORMED, "a form has one file: the part"));
                return;
            }
            filed = true;
            BodyToFile.copy(file, receiving, workers, loop, this::alive)
                    .onSuccess(done -> formIsRead())
                    .onFailure(this::broken);
        });
        request.endHandler(end -> {
            formEnded = true;
            formIsRead();
        });
    }

    private void formIsRead() {
        formSteps++;
        if (formEnded && !filed) {
            broken(new UploadRefused(Reason.MALFORMED, "the form has no file: the part is missing"));
        } else if (formSteps == STEPS_OF_A_FORM) {
            String field = request.getFormAttribute("segment");
            try {
                finish(field == null ? part.number() : Optional.of(UploadRoute.number(field)));
            } catch (ProblemException e) {
                broken(e);
            }
        }
    }

    private void alive() {
        lastNanos = System.nanoTime();
    }

    private void closeIfStalled(long stallMillis) {
        if ((System.nanoTime() - lastNanos) / 1_000_000 > stallMillis) {
            LOG.info("part-stalled", "video", video, "bytes", receiving.bytes());
            request.connection().close();
        }
    }

    private void finish(Optional<Integer> number) {
        if (number.isEmpty()) {
            broken(ProblemException.badParameter("segment", "segment is needed: which part of the video this is"));
            return;
        }
        loop.owner().cancelTimer(timer);
        over = true;
        try {
            workers.execute(() -> store(new PartId(video, number.get())));
        } catch (RejectedExecutionException e) {
            uploads.giveUp(receiving);
            VertxAccess.end(context, Problem.of(503, "busy", "Busy", "stopping: send the part to another instance"));
        }
    }

    private void store(PartId id) {
        try {
            part.requireContent(receiving.contentSha256());
        } catch (UploadRefused e) {
            uploads.giveUp(receiving);
            problem(UploadProblems.of(e));
            return;
        }
        try {
            Uploads.Taken taken = uploads.store(receiving, id, part.sent());
            String json = Json.write(UploadAnswer.of(video, taken.state(), Optional.of(taken.part())));
            answer(taken.stored() ? CREATED : OK, json);
        } catch (UploadRefused e) {
            problem(UploadProblems.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem(Problem.of(503, "busy", "Busy", "stopping: send the part again"));
        } catch (IOException | RuntimeException e) { // whatever it is, the sender must be answered
            loop.runOnContext(ignored -> VertxAccess.fail(context, e));
        }
    }

    private void answer(int status, String json) {
        loop.runOnContext(ignored -> {
            if (!context.response().closed()) {
                context.response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", "application/json")
                        .end(json);
            }
        });
    }

    private void problem(Problem problem) {
        loop.runOnContext(ignored -> {
            if (!context.response().closed()) {
                VertxAccess.end(context, problem);
            }
        });
    }

    /** The body did not come to its end, or is not taken. */
    private void broken(Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        loop.owner().cancelTimer(timer);
        if (failure instanceof UploadRefused refusal) {
            if (refusal.reason() == Reason.BUSY) {
                uploads.breakOff(receiving);
            } else {
                uploads.giveUp(receiving);
            }
            context.response().putHeader(UploadRoute.OFFSET, String.valueOf(heldNow()));
            UploadRoute.onceRead(context, () -> problem(UploadProblems.of(refusal)));
        } else if (failure instanceof ProblemException known) {
            uploads.giveUp(receiving);
            UploadRoute.onceRead(context, () -> problem(known.problem()));
        } else {
            uploads.breakOff(receiving);
            LOG.info("part-broken-off", "video", video, "bytes", receiving.bytes(), "reason", failure.getMessage());
            problem(Problem.of(400, "broken-off", "Broken off", "the part did not come to its end: go on there"));
        }
    }

    private long heldNow() {
        return part.number()
                .map(number -> uploads.heldBytes(new PartId(video, number)))
                .orElse(0L);
    }
}
