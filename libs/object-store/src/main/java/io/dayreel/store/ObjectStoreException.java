package io.dayreel.store;

/** An object store's answer other than success; each kind asks for another treatment. */
public abstract sealed class ObjectStoreException extends RuntimeException {
    private ObjectStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such object, or it ends before the range asked for. */
    public static final class NotFound extends ObjectStoreException {
        public NotFound(String message) {
            super(message, null);
        }

        public NotFound(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The object is not, or no longer, the one that the caller meant. Nothing was stored; read again and decide. */
    public static final class PreconditionFailed extends ObjectStoreException {
        public PreconditionFailed(String message) {
            super(message, null);
        }

        public PreconditionFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Timeout, cut connection, 5xx, slow-down, full disk: worth another try later. A put may or may not have taken
     * effect; whichever it is, no half object is visible.
     */
    public static final class Unavailable extends ObjectStoreException {
        public Unavailable(String message) {
            super(message, null);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Access, credentials, bucket or configuration are wrong: somebody must act, and the message says how. */
    public static final class Refused extends ObjectStoreException {
        public Refused(String message) {
            super(message, null);
        }

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
