package io.dayreel.streamer.http;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.hls.LivePlaylists.Stage;
import io.dayreel.streamer.hls.LivePlaylists.Wanted;
import io.dayreel.streamer.hls.LivePlaylists.Watched;
import io.dayreel.streamer.media.MediaException;
import io.dayreel.streamer.media.MediaObjects;
import io.dayreel.streamer.rendition.Rendition;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The answer to a request for a segment that grows: each part as soon as it is listed, until the segment is whole. It is
 * broken off, never ended, if a part cannot be had, nothing comes from the device, or nothing is taken for a minute. All on
 * the request's event loop but {@link Part}; no more than one part is in memory for it.
 */
final class GrowingAnswer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CHANGING = "private, no-cache";
    private static final int OK = 200;

    /** HTTP/2's INTERNAL_ERROR; over HTTP/1 the connection is closed. */
    private static final long BROKEN_OFF = 2;

    private final RoutingContext context;
    private final LiveRoute live;
    private final Watched watched;
    private final Rendition rendition;
    private final long msn;
    private final Context loop = Vertx.currentContext();
    private CompletableFuture<Boolean> awaited = CompletableFuture.completedFuture(true);
    private boolean gone;

    GrowingAnswer(RoutingContext context, LiveRoute live, Watched watched, Rendition rendition, long msn) {
        this.context = context;
        this.live = live;
        this.watched = watched;
        this.rendition = rendition;
        this.msn = msn;
    }

    /** Begins with the first part, or with a problem if that cannot be had. */
    void begin(DeviceId device) {
        context.response().closeHandler(closed -> {
            gone = true;
            awaited.cancel(false);
        });
        step(device, 0);
    }

    private void step(DeviceId device, int part) {
        if (gone) {
            return;
        }
        Wanted wanted = new Wanted(msn, part);
        Stage stage = watched.stage(rendition, wanted);
        switch (stage) {
            case THERE ->
                watched.part(rendition, wanted).ifPresentOrElse(span -> send(device, part, span), this::breakOff);
            case TO_COME -> await(device, part);
            case BEHIND_THE_END -> end();
            default -> breakOff();
        }
    }

    private void await(DeviceId device, int part) {
        awaited = watched.listed(rendition, new Wanted(msn, part));
        awaited.whenComplete((there, failure) -> loop.runOnContext(ignored -> {
            if (failure == null) {
                step(device, part);
            } else {
                breakOff();
            }
        }));
    }

    private void send(DeviceId device, int part, CutSpan span) {
        boolean empty = span.kind() == CutSpan.Kind.GAP || rendition.isText() && span.kind() != CutSpan.Kind.MEDIA;
        if (empty) {
            step(device, part + 1);
        } else if (!live.part(device, watched, rendition, new Wanted(msn, part), new Part(device, part))) {
            breakOff();
        }
    }

    private void end() {
        if (!gone) {
            head();
            context.response().end();
        }
    }

    /** Headers, once; a request for nothing but them is answered then. */
    private void head() {
        HttpServerResponse response = context.response();
        if (!response.headWritten() && !response.ended()) {
            response.setChunked(true)
                    .setStatusCode(OK)
                    .putHeader("Cache-Control", CHANGING)
                    .putHeader("X-Accel-Buffering", "no") // nginx would collect parts
                    .putHeader("Content-Type", MediaRoute.type(rendition));
        }
    }

    private void breakOff() {
        if (!gone) {
            context.response().reset(BROKEN_OFF);
        }
    }

    private void failed(RuntimeException failure) {
        if (gone) {
            return;
        }
        if (context.response().headWritten()) {
            breakOff();
        } else if (failure instanceof MediaException media) {
            MediaAnswer.refuse(context, media, "../../../media/");
        } else {
            VertxAccess.fail(context, failure);
        }
    }

    /** One part on its way: called by whatever thread has its bytes. */
    private final class Part implements MediaObjects.Receiver {
        private final DeviceId device;
        private final int number;
        private final Semaphore room = new Semaphore(1);
        private volatile boolean refused;

        Part(DeviceId device, int number) {
            this.device = device;
            this.number = number;
        }

        @Override
        public void whole(byte[] bytes) {
            loop.runOnContext(ignored -> write(Slices.of(bytes), () -> step(device, number + 1)));
        }

        @Override
        public boolean more(List<ByteBuffer> fragment) {
            try {
                refused = refused || !room.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                refused = true;
            }
            if (!refused) {
                Buffer bytes = Slices.of(fragment);
                loop.runOnContext(ignored -> write(bytes, room::release));
            }
            return !refused;
        }

        @Override
        public void end() {
            loop.runOnContext(ignored -> {
                if (refused) {
                    breakOff();
                } else {
                    step(device, number + 1);
                }
            });
        }

        @Override
        public void failed(RuntimeException failure) {
            loop.runOnContext(ignored -> GrowingAnswer.this.failed(failure));
        }

        private void write(Buffer bytes, Runnable written) {
            if (gone) {
                refused = true;
                room.release();
                return;
            }
            head();
            if (HttpMethod.HEAD.equals(context.request().method())) {
                gone = true;
                refused = true;
                room.release();
                context.response().end();
                return;
            }
            live.counters().sent(bytes.length());
            long dead = context.vertx().setTimer(PATIENCE.toMillis(), timer -> breakOff());
            context.response().write(bytes).onComplete(done -> {
                context.vertx().cancelTimer(dead);
                written.run();
            });
        }
    }
}
