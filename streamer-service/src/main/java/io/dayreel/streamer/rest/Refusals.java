package io.dayreel.streamer.rest;

import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import java.util.List;

/** Problems that several routes answer with. */
final class Refusals {
    private Refusals() {}

    static ProblemException archiveUnavailable() {
        return new ProblemException(
                Problem.of(503, "archive-unavailable", "Archive unavailable", "the archive does not answer"));
    }

    /** @param nearest what was recorded next to it */
    static Problem nothingThere(String detail, List<?> nearest) {
        return Problem.notFound(detail + ": nearest tells what was").with("nearest", nearest);
    }
}
