package io.dayreel.testkit.s3;

import java.time.Duration;

/** How the server treats requests that arrive from now on. */
public sealed interface S3Fault {
    /** Answers as S3 does. */
    record Healthy() implements S3Fault {}

    /** Answers every request with 503 SlowDown without looking at it. */
    record Unavailable() implements S3Fault {}

    /** Answers every request with 403 AccessDenied. */
    record Refusing() implements S3Fault {}

    /** Answers every request with a page of a gateway that knows no S3. */
    record BadGateway() implements S3Fault {}

    /** Waits before it lets a request through. */
    record Slow(Duration delay) implements S3Fault {}

    /** Holds every request until there is another fault or none. */
    record Holding() implements S3Fault {}

    /**
     * Resets the connection of every PUT after so many bytes of its body.
     *
     * @param bodyBytes bytes that still reach the store
     */
    record CutPuts(long bodyBytes) implements S3Fault {}

    /** Lets every PUT through and resets the connection instead of answering it. */
    record LoseAnswersToPuts() implements S3Fault {}

    /**
     * Reads a fault as the server's own process takes it from standard input: {@code healthy}, {@code unavailable},
     * {@code refusing}, {@code bad-gateway}, {@code slow MILLISECONDS}, {@code holding},
     * {@code cut-puts BYTES} or {@code lose-answers-to-puts}.
     */
    static S3Fault parse(String line) {
        String[] words = line.strip().split(" ", -1);
        return switch (words[0]) {
            case "healthy" -> new Healthy();
            case "unavailable" -> new Unavailable();
            case "refusing" -> new Refusing();
            case "bad-gateway" -> new BadGateway();
            case "slow" -> new Slow(Duration.ofMillis(Long.parseLong(words[1])));
            case "holding" -> new Holding();
            case "cut-puts" -> new CutPuts(Long.parseLong(words[1]));
            case "lose-answers-to-puts" -> new LoseAnswersToPuts();
            default -> throw new IllegalArgumentException("no fault is called '" + line + "'");
        };
    }
}
