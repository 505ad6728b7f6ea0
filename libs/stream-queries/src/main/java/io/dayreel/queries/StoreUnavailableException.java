package io.dayreel.queries;

/** A store cannot be asked at the moment; the caller should try again within a second or answer 503. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
