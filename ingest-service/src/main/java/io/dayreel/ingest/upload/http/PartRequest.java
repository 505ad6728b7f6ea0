package io.dayreel.ingest.upload.http;

import io.dayreel.ingest.upload.SentWith;
import io.dayreel.ingest.upload.UploadRefused;
import io.dayreel.ingest.upload.UploadRefused.Reason;
import io.dayreel.runtime.http.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;

/**
 * What the header of a request that brings a part says.
 *
 * @param number of the part, if the address says it
 * @param isForm whether the part is a file in a form
 * @param offset where in the part the body begins, bytes
 * @param contentSha256 of the body, 64 hexadecimal digits
 */
record PartRequest(
        Optional<Integer> number, boolean isForm, long offset, Optional<String> contentSha256, SentWith sent) {

    /** @throws ProblemException 400 for what cannot be read */
    static PartRequest of(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        boolean form = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
        long offset = offset(request.getHeader("Upload-Offset"));
        if (form && offset > 0) {
            throw ProblemException.badParameter("Upload-Offset", "the rest of a part comes as a body, not in a form");
        }
        Optional<String> whole = digest(request, "Repr-Digest");
        // What a form's digest covers is the form, of which only the file is kept.
        Optional<String> content = form ? Optional.empty() : digest(request, "Content-Digest");
        return new PartRequest(UploadRoute.segment(request), form, offset, content, sent(request, whole));
    }

    private static SentWith sent(HttpServerRequest request, Optional<String> whole) {
        try {
            return new SentWith(whole, Optional.ofNullable(request.getHeader("Idempotency-Key")));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter("Idempotency-Key", e.getMessage());
        }
    }

    private static Optional<String> digest(HttpServerRequest request, String name) {
        try {
            return DigestField.sha256(name, request.getHeader(name));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter(name, e.getMessage());
        }
    }

    private static long offset(String text) {
        if (text == null) {
            return 0;
        }
        try {
            long offset = Long.parseLong(text);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException e) {
            throw badOffset(text);
        }
        throw badOffset(text);
    }

    private static ProblemException badOffset(String text) {
        return ProblemException.badParameter("Upload-Offset", "an offset is a number of bytes, not '" + text + "'");
    }

    /** @throws UploadRefused DIGEST if the body is not what the sender says */
    void requireContent(String sha256) throws UploadRefused {
        if (contentSha256.isPresent() && !contentSha256.get().equals(sha256)) {
            throw new UploadRefused(
                    Reason.DIGEST,
                    "the body's SHA-256 is " + sha256 + ", not " + contentSha256.get() + ": send it again");
        }
    }
}
