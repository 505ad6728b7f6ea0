package io.dayreel.ingest.upload.http;

import io.dayreel.ingest.upload.UploadRefused;
import io.dayreel.runtime.http.Problem;

/** Refusals of uploads as problem documents. */
public final class UploadProblems {
    private UploadProblems() {}

    /** The problem that a refusal is answered with. */
    public static Problem of(UploadRefused refusal) {
        String detail = refusal.getMessage();
        return switch (refusal.reason()) {
            case OTHER_BYTES -> Problem.of(409, "other-bytes", "Held with other bytes", detail);
            case COMPLETE -> Problem.of(409, "complete", "Complete", detail);
            case MISSING_PARTS -> Problem.of(409, "missing-parts", "Parts are missing", detail);
            case OFFSET -> Problem.of(409, "offset", "Other offset", detail);
            case KEY_REUSED -> Problem.of(422, "key-reused", "Key reused", detail);
            case DIGEST -> Problem.of(400, "digest", "Other digest", detail);
            case MALFORMED -> Problem.of(422, "malformed", "Malformed part", detail);
            case BAD_CAPTIONS -> Problem.of(422, "malformed", "Malformed captions", detail);
            case FULL -> Problem.of(409, "captions-full", "No more captions", detail);
            case TOO_LARGE -> Problem.of(413, "too-large", "Too large", detail);
            case BUSY -> Problem.of(503, "busy", "Busy", detail);
            case NO_FFMPEG -> Problem.of(501, "no-ffmpeg", "No ffmpeg", detail);
        };
    }
}
