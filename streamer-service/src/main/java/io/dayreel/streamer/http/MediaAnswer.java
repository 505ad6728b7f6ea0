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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The answer to one request for media. Called by whatever thread has the bytes; writes on the request's event loop, so
 * that a slow line holds up nobody but, while pieces come, the thread that makes them.
 */
final class MediaAnswer implements MediaObjects.Receiver {
    /** A line that takes nothing for so long is dead; a slow one with the largest send buffer (4 MB) moves by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int SLICE_BYTES = 64 << 10;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;

    /** HTTP/2's INTERNAL_ERROR; over HTTP/1 the connection is closed. */
    private static final long BROKEN_OFF = 2;

    private final RoutingContext context;
    private final Context loop;
    private final MediaCounters counters;
    private final Headers headers;
    private final Semaphore room = new Semaphore(1);
    private final Duration patience;
    private volatile boolean gone;
    private volatile boolean brokenOff;

    /**
     * @param type media type
     * @param cacheControl of a good answer
     * @param mediaRoot relative address of {@code media/} as seen from the request's path, for redirects
     */
    record Headers(String type, String cacheControl, String etag, String mediaRoot) {}

    MediaAnswer(RoutingContext context, MediaCounters counters, Headers headers) {
        this(context, counters, headers, PATIENCE);
    }

    /** @param patience how long a line may take nothing of a piece; then the answer is broken off */
    MediaAnswer(RoutingContext context, MediaCounters counters, Headers headers, Duration patience) {
        this.patience = patience;
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
                span = ByteSpan.of(range(), bytes.length);
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

    /** A tag of other bytes than these: all of these then, not a piece that would be joined to those. */
    private String range() {
        boolean same = EntityTags.allowRange(context.request().getHeader("If-Range"), headers.etag());
        return same ? context.request().getHeader("Range") : null;
    }

    /** In slices, so that a slow line is told from a dead one however large a fragment is. */
    @Override
    public boolean more(List<ByteBuffer> fragment) {
        if (HttpMethod.HEAD.equals(context.request().method())) {
            return false;
        }
        Buffer bytes = Slices.of(fragment);
        for (int at = 0; at < bytes.length(); at += SLICE_BYTES) {
            if (!awaitRoom()) {
                return false;
            }
            write(bytes.slice(at, Math.min(bytes.length(), at + SLICE_BYTES)));
        }
        return true;
    }

    private void write(Buffer bytes) {
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
    }

    /** One slice at a time is on its way. */
    private boolean awaitRoom() {
        try {
            brokenOff = !room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            brokenOff = true;
        }
        return !brokenOff && !gone;
    }

    @Override
    public void end() {
        onLoop(() -> {
            if (gone || context.response().ended()) {
                return;
            }
            if (brokenOff) { // an end would make the caller take what it has for all
                context.response().reset(BROKEN_OFF);
            } else if (context.response().headWritten() || response() != null) {
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
                context.response().reset(BROKEN_OFF);
            } else if (failure instanceof MediaException media) {
                refuse(media);
            } else {
                VertxAccess.fail(context, failure);
            }
        });
    }

    private void refuse(MediaException failure) {
        refuse(context, failure, headers.mediaRoot());
    }

    /**
     * Answers why media cannot be had, or leads to where it is.
     *
     * @param mediaRoot relative address of {@code media/} as seen from the request's path
     */
    static void refuse(RoutingContext context, MediaException failure, String mediaRoot) {
        switch (failure.reason()) {
            case MOVED -> Redirects.to(context, mediaRoot + failure.newPath().orElseThrow());
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

    /** With the headers of a good answer; null if nothing is to be written: nobody waits, or the caller has it. */
    private HttpServerResponse response() {
        HttpServerResponse response = context.response();
        if (gone || response.ended() || response.closed()) {
            return null;
        }
        response.putHeader("Cache-Control", headers.cacheControl()).putHeader("ETag", headers.etag());
        if (EntityTags.match(EntityTags.ifNoneMatch(context.request()), headers.etag())) {
            gone = true;
            room.release();
            response.setStatusCode(NOT_MODIFIED).end();
            return null;
        }
        return response.putHeader("Content-Type", headers.type());
    }

    private void onLoop(Runnable write) {
        if (Vertx.currentContext() == loop) {
            write.run();
        } else {
            loop.runOnContext(ignored -> write.run());
        }
    }
}
