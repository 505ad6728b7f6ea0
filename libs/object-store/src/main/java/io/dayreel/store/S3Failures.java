package io.dayreel.store;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.net.URI;
import java.security.ProviderException;
import java.util.Set;

/** Says what an S3 service's answer means to the caller, by error code first and by HTTP status where there is none. */
final class S3Failures {
    private static final Set<String> RETRYABLE = Set.of(
            "SlowDown",
            "ServiceUnavailable",
            "InternalError",
            "RequestTimeout",
            "OperationAborted",
            "ConditionalRequestConflict",
            "TooManyRequests");
    private static final Set<String> ABSENT = Set.of("NoSuchKey", "ResourceNotFound", "NoSuchVersion");
    private static final Set<String> CREDENTIALS = Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch");

    private final ObjectStoreLocation.Bucket location;

    S3Failures(ObjectStoreLocation.Bucket location) {
        this.location = location;
    }

    RuntimeException translate(String doing, Exception e) {
        if (e instanceof ErrorResponseException answer) {
            return answered(doing, answer);
        }
        if (e instanceof ServerException server) {
            return new ObjectStoreException.Unavailable(
                    doing + ": " + endpoint() + " answered " + server.statusCode(), server);
        }
        if (e instanceof ProviderException || e.getCause() instanceof ProviderException) {
            return new ObjectStoreException.Unavailable(
                    doing + ": no keys for the role of this process: " + e.getMessage(), e);
        }
        if (e instanceof IOException) {
            return new ObjectStoreException.Unavailable(
                    doing + ": " + endpoint() + " (setting endpoint) did not answer in time or broke off: " + e, e);
        }
        // An answer that is not S3's, such as a proxy's error page: passing trouble more often than a wrong setting.
        return new ObjectStoreException.Unavailable(
                doing + ": " + endpoint() + " (setting endpoint) did not answer as S3 does: " + e.getMessage(), e);
    }

    private RuntimeException answered(String doing, ErrorResponseException e) {
        String code = String.valueOf(e.errorResponse().code());
        int status = e.response() == null ? 0 : e.response().code();
        String what = doing + ": " + endpoint() + " answered " + status + " " + code;
        if (code.equals("NoSuchBucket")) {
            return noSuchBucket(e);
        }
        if (code.equals("InvalidRange") || status == 416) {
            return new BeyondTheEnd();
        }
        if (code.equals("PreconditionFailed") || status == 412) {
            return new ObjectStoreException.PreconditionFailed(what, e);
        }
        if (ABSENT.contains(code)) {
            return new ObjectStoreException.NotFound(what, e);
        }
        if (RETRYABLE.contains(code) || status >= 500 && status != 501 || status == 429 || status == 409) {
            return new ObjectStoreException.Unavailable(what, e);
        }
        return refused(what, code, e);
    }

    private ObjectStoreException refused(String what, String code, ErrorResponseException e) {
        String advice;
        if (CREDENTIALS.contains(code)) {
            advice = location.s3().access() instanceof S3Access.Role
                    ? "check the role of this process, and setting region"
                    : "check settings access-key, secret-key and region";
        } else if (code.equals("RequestTimeTooSkewed")) {
            advice = "set this machine's clock";
        } else if (code.equals("NotImplemented")) {
            advice = "the server lacks conditional writes (If-None-Match, If-Match); use a newer one";
        } else {
            advice = "allow " + location.s3().access().inWords() + " to get, put, list and delete in bucket "
                    + location.bucket() + ", or change what requests are signed with";
        }
        String message = e.errorResponse().message();
        return new ObjectStoreException.Refused(what + " (" + message + "): " + advice, e);
    }

    ObjectStoreException noSuchBucket(Throwable cause) {
        return new ObjectStoreException.Refused(
                "there is no bucket " + location.bucket() + " at " + endpoint()
                        + ": create it, or change setting location or endpoint",
                cause);
    }

    private String endpoint() {
        return location.s3()
                .endpoint()
                .map(URI::toString)
                .orElse("Amazon S3 in " + location.s3().region());
    }

    /** The range begins where the object has ended. Never leaves the store. */
    static final class BeyondTheEnd extends RuntimeException {
        BeyondTheEnd() {
            super("the range begins beyond the object's end", null, false, false);
        }
    }
}
