package io.dayreel.streamer.http;

import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.media.MediaCounters;
import io.dayreel.streamer.media.MediaException;
import io.dayreel.streamer.media.MediaObjects;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The answer to one request for media. Called by whatever thread has the bytes; writes on the request's event loop, so
 * that a slow line holds up nobody but, while pieces come, the thread that makes them.
 */
final class MediaAnswer implements MediaObjects.Receiver {
    private static final long WRITE_PATIENCE_SECONDS = 30;
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final RoutingContext context;
    private final Context loop;
    private final MediaCounters counters;
    private final Headers headers;
    private final Semaphore room = new Semaphore(1);
    private volatile boolean gone;

    /**
     * @param type media type
     * @param cacheControl of a good answer
     * @param mediaRoot relative address of {@code media/} as seen from the request's path, for redirects
     */
    record Headers(String type, String cacheControl, String etag, String mediaRoot) {}

    MediaAnswer(RoutingContext context, MediaCounters counters, Headers headers) {
        this.context = context;
        this.loop = Vertx.currentContext();
        this.counters = counters;
        this.headers = headers;
        context.response().closeHandler(closed -> {
            gone = true;
            room.release();
        });
    }

    @Override
    public void whole(byte[] bytes) {
        onLoop(() -> {
            HttpServerResponse response = response();
            if (response == null) {
                return;
            }
            response.putHeader("Accept-Ranges", "bytes");
            ByteSpan span;
            try {
                span = ByteSpan.of(context.request().getHeader("Range"), bytes.length);
            } catch (ProblemException e) {
                response.putHeader("Content-Range", "bytes */" + bytes.length);
                VertxAccess.fail(context, e);
                return;
            }
            if (span.length() < bytes.length) {
                response.setStatusCode(PARTIAL).putHeader("Content-Range", span.contentRange(bytes.length));
            } else {
                response.setStatusCode(OK);
            }
            response.putHeader("Content-Length", Long.toString(span.length()));
            if (HttpMethod.HEAD.equals(context.request().method())) {
                response.end();
            } else {
                counters.sent(span.length());
                response.end(Slices.of(bytes, span));
            }
        });
    }

    @Override
    public boolean more(List<ByteBuffer> fragment) {
        if (HttpMethod.HEAD.equals(context.request().method()) || !awaitRoom()) {
            return false;
        }
        Buffer bytes = Slices.of(fragment);
        counters.sent(bytes.length());
        onLoop(() -> {
            if (gone) {
                return;
            }
            HttpServerResponse response = context.response().headWritten() ? context.response() : response();
            if (response == null) {
                return;
            }
            if (!response.headWritten()) {
                response.setChunked(true).setStatusCode(OK);
            }
            response.write(bytes).onComplete(written -> room.release());
        });
        return true;
    }

    /** One piece at a time is on its way. */
    private boolean awaitRoom() {
        try {
            return room.tryAcquire(WRITE_PATIENCE_SECONDS, TimeUnit.SECONDS) && !gone;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void end() {
        onLoop(() -> {
            if (!gone && !context.response().ended()) {
                if (!context.response().headWritten()) {
                    response();
                }
                context.response().end();
            }
        });
    }

    @Override
    public void failed(RuntimeException failure) {
        onLoop(() -> {
            if (gone) {
                return;
            }
            if (context.response().headWritten()) {
                context.request().connection().close();
            } else if (failure instanceof MediaException media) {
                refuse(media);
            } else {
                VertxAccess.fail(context, failure);
            }
        });
    }

    private void refuse(MediaException failure) {
        switch (failure.reason()) {
            case MOVED ->
                Redirects.to(context, headers.mediaRoot() + failure.newPath().orElseThrow());
            case NONE -> VertxAccess.end(context, Problem.notFound(failure.getMessage()));
            case UNSUITABLE ->
                VertxAccess.end(context, Problem.of(406, "unsuitable", "Cannot be packaged", failure.getMessage()));
            default -> {
                context.response().putHeader("Retry-After", "1");
                VertxAccess.end(
                        context,
                        Problem.of(503, "not-there-yet", "Not there yet", failure.getMessage() + ": try again"));
            }
        }
    }

    private HttpServerResponse response() {
        HttpServerResponse response = context.response();
        if (gone || response.ended() || response.closed()) {
            return null;
        }
        return response.putHeader("Content-Type", headers.type())
                .putHeader("Cache-Control", headers.cacheControl())
                .putHeader("ETag", headers.etag());
    }

    private void onLoop(Runnable write) {
        if (Vertx.currentContext() == loop) {
            write.run();
        } else {
            loop.runOnContext(ignored -> write.run());
        }
    }
}
