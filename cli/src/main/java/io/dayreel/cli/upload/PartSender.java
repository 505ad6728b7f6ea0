package io.dayreel.cli.upload;

import io.dayreel.cli.socket.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Sends one part until the server holds it: what broke off goes on at the byte that the server names. One thread.
 */
final class PartSender {
    private final UploadApi api;
    private final Attempts attempts;
    private final LongConsumer sent;
    private final Part part;
    private final Backoff backoff;
    private final boolean always;
    private boolean ask;
    private boolean restarted;
    private long offset;
    private long counted;
    private volatile long inThisRequest;

    /** What the server may hold under a part's number. */
    enum Before {
        NONE,
        SOME,
        /** Perhaps that of another video: it is sent even if it is held, since the server then compares the two. */
        ANOTHER
    }

    /**
     * @param sent told of bytes on their way, also on other threads; those that have to be sent again are taken back
     * @param before what of the part may be at the server already
     */
    PartSender(UploadApi api, Attempts attempts, LongConsumer sent, Part part, Before before) {
        this.api = api;
        this.attempts = attempts;
        this.sent = sent;
        this.part = part;
        this.ask = before == Before.SOME;
        this.always = before == Before.ANOTHER;
        this.backoff = attempts.backoff();
    }

    /**
     * Returns when the server holds the part.
     *
     * @throws UploadRefused if it will not have it
     * @throws IOException when it is time to give up
     */
    void send() throws IOException, InterruptedException {
        boolean held = false;
        while (!held) {
            try {
                held = ask && isHeld() || take(sendRest());
            } catch (UploadRefused refused) {
                throw refused;
            } catch (IOException broken) {
                if (inThisRequest > 0) {
                    attempts.progress();
                }
                again(broken.getMessage(), Duration.ZERO);
            }
        }
        attempts.works();
        count(part.bytes());
    }

    /** Asks where the part goes on. */
    private boolean isHeld() throws IOException, InterruptedException {
        Answer answer = api.held(part.number());
        if (answer.isForLater()) {
            throw new IOException(answer.reason());
        }
        long here = answer.isGood() ? answer.offset().orElse(0) : 0;
        boolean held = answer.isGood() && answer.held();
        offset = here <= part.bytes() && !held ? here : 0;
        ask = false;
        return held && !always;
    }

    private Answer sendRest() throws IOException, InterruptedException {
        count(offset);
        inThisRequest = 0;
        return api.send(part, offset, this::goesOut);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one request at a time writes
    private void goesOut(long bytes) {
        inThisRequest += bytes;
        sent.accept(bytes);
    }

    /** Whether it is held. */
    private boolean take(Answer answer) throws IOException, InterruptedException {
        if (answer.isGood()) {
            return true;
        }
        if (answer.isProblem("offset") && answer.offset().orElse(offset) != offset) {
            offset = Math.min(answer.offset().getAsLong(), part.bytes());
        } else if (answer.isProblem("other-bytes") && offset > 0 && !restarted) {
            restarted = true; // what broke off was cut otherwise
            offset = 0;
        } else if (answer.isForLater() || answer.isProblem("offset")) {
            again(answer.reason(), answer.retryAfter());
        } else {
            throw UploadRefused.of("part " + part.number(), answer);
        }
        return false;
    }

    private void again(String reason, Duration atLeast) throws IOException, InterruptedException {
        ask = true;
        attempts.pause(backoff, reason, atLeast);
    }

    /** Of this part, so many bytes are there. */
    private void count(long bytes) {
        sent.accept(bytes - counted - inThisRequest);
        counted = bytes;
        inThisRequest = 0;
    }
}
