package io.dayreel.ingest.upload.http;

import io.dayreel.ingest.upload.Receiving;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes a body to disk beside the event loop, in order: what comes while a write is under way is gathered, and beyond
 * {@value #MAX_WAITING} bytes of it the stream is paused (I6). All methods are called on the stream's event loop.
 */
final class BodyToFile {
    private static final int MAX_WAITING = 1 << 20;

    private final ReadStream<Buffer> body;
    private final Receiving target;
    private final Executor disk;
    private final Context loop;
    private final Promise<Void> done = Promise.promise();
    private Buffer waiting = Buffer.buffer();
    private boolean writing;
    private boolean paused;
    private boolean ended;
    private Optional<Throwable> broken = Optional.empty();

    private BodyToFile(ReadStream<Buffer> body, Receiving target, Executor disk, Context loop) {
        this.body = body;
        this.target = target;
        this.disk = disk;
        this.loop = loop;
    }

    /**
     * Reads a body to its end.
     *
     * @param progressed told of each piece
     * @return done when all is written; fails with what the disk, the target's bounds or the connection say. Nothing is
     *     being written any more then
     */
    static Future<Void> copy(
            ReadStream<Buffer> body, Receiving target, Executor disk, Context loop, Runnable progressed) {
        BodyToFile copy = new BodyToFile(body, target, disk, loop);
        body.exceptionHandler(copy::failed);
        body.endHandler(end -> copy.ended());
        body.handler(piece -> {
            progressed.run();
            copy.take(piece);
        });
        return copy.done.future();
    }

    private void take(Buffer piece) {
        waiting.appendBuffer(piece);
        if (!writing) {
            write();
        } else if (waiting.length() >= MAX_WAITING && !paused) {
            paused = true;
            body.pause();
        }
    }

    private void write() {
        ByteBuffer bytes = ByteBuffer.wrap(waiting.getBytes());
        waiting = Buffer.buffer();
        writing = true;
        try {
            disk.execute(() -> {
                try {
                    target.write(bytes);
                    loop.runOnContext(ignored -> written());
                } catch (Exception e) { // whatever it is, the sender must be answered
                    loop.runOnContext(ignored -> stop(e));
                }
            });
        } catch (RejectedExecutionException e) {
            stop(e);
        }
    }

    private void written() {
        writing = false;
        if (waiting.length() > 0) {
            write();
        } else if (broken.isPresent()) {
            done.tryFail(broken.get());
        } else if (ended) {
            done.tryComplete();
        }
        if (paused && !ended && waiting.length() < MAX_WAITING) {
            paused = false;
            body.resume();
        }
    }

    private void stop(Exception failure) {
        writing = false;
        if (!ended) { // one that has ended takes no other handler
            body.handler(piece -> {});
            body.resume();
        }
        done.tryFail(failure);
    }

    private void ended() {
        ended = true;
        if (!writing) {
            done.tryComplete();
        }
    }

    /** The connection broke: what came is written to its end first, so that the sender can go on there. */
    private void failed(Throwable failure) {
        broken = Optional.of(failure);
        if (!writing) {
            done.tryFail(failure);
        }
    }
}
