package io.dayreel.streamer.http;

import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.hls.LiveStreams;
import io.dayreel.streamer.media.MediaPool;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers requests with what has to be looked up, which may wait for archive and network, beside the event loop. */
final class PooledRequest {
    private PooledRequest() {}

    /**
     * Answers a request, whatever happens. To be called on its event loop.
     *
     * @param lookUp called by the pool
     * @param answer called with what was found, on the event loop
     */
    static <T> void of(RoutingContext context, MediaPool pool, Supplier<T> lookUp, Consumer<T> answer) {
        Context loop = Vertx.currentContext();
        try {
            pool.run(() -> {
                try {
                    T found = lookUp.get();
                    loop.runOnContext(ignored -> answer(context, found, answer));
                } catch (RuntimeException e) { // whatever it is, the request must be answered
                    loop.runOnContext(ignored -> VertxAccess.fail(context, problem(e)));
                }
            });
        } catch (RejectedExecutionException e) {
            VertxAccess.fail(context, busy());
        }
    }

    private static <T> void answer(RoutingContext context, T found, Consumer<T> answer) {
        try {
            answer.accept(found);
        } catch (ProblemException e) {
            VertxAccess.fail(context, e);
        }
    }

    private static RuntimeException problem(RuntimeException failure) {
        if (failure instanceof ArchiveUnavailableException) {
            return new ProblemException(Problem.of(
                    503, "archive-unavailable", "Archive unavailable", "the archive does not answer: try again"));
        }
        return failure instanceof LiveStreams.TooManyException ? busy() : failure;
    }

    private static ProblemException busy() {
        return new ProblemException(
                Problem.of(503, "unavailable", "Unavailable", "too much is looked up at present: try again"));
    }
}
