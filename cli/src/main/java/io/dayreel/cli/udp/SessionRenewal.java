package io.dayreel.cli.udp;

import io.dayreel.cli.socket.Backoff;
import io.dayreel.cli.udp.UdpSessionRequests.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks for a session at once, for the next at two thirds of its lifetime, and again after growing waits where that fails.
 * Not thread-safe; all times are of one {@code System.nanoTime()}.
 */
final class SessionRenewal {
    private static final Duration AFTER_A_REFUSAL = Duration.ofMinutes(10);

    private final UdpSessionRequests requests;
    private final Backoff backoff;
    private Optional<CompletableFuture<Answer>> asked = Optional.empty();
    private long askAtNanos;

    SessionRenewal(UdpSessionRequests requests, Backoff backoff, long nowNanos) {
        this.requests = requests;
        this.backoff = backoff;
        this.askAtNanos = nowNanos;
    }

    /** Asks if it is time. @return the answer to an earlier request, once */
    Optional<Answer> poll(long nowNanos) {
        if (asked.isEmpty() && nowNanos - askAtNanos >= 0) {
            asked = Optional.of(requests.ask());
        }
        if (asked.isEmpty() || !asked.get().isDone()) {
            return Optional.empty();
        }
        Answer answer = asked.get().join();
        asked = Optional.empty();
        askAgainAfter(pauseAfter(answer), nowNanos);
        return Optional.of(answer);
    }

    private Duration pauseAfter(Answer answer) {
        if (answer instanceof Answer.Opened opened) {
            backoff.reset();
            return opened.session().lifetime().multipliedBy(2).dividedBy(3);
        }
        Answer.Failed failed = (Answer.Failed) answer;
        return failed.lasting() ? AFTER_A_REFUSAL : backoff.next();
    }

    /** Asks for another session then, whatever the present one's lifetime. */
    void askAgainAfter(Duration pause, long nowNanos) {
        askAtNanos = nowNanos + pause.toNanos();
    }
}
