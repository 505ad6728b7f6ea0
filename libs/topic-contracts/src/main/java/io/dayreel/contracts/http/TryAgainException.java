package io.dayreel.contracts.http;

/**
 * An answer cannot be given just now, but soon: state is moving between instances, or a peer is away. The HTTP edge
 * answers 503 with {@code Retry-After}.
 */
public class TryAgainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is being waited for, for the caller; @param cause may be null */
    public TryAgainException(String message, Throwable cause) {
        super(message, cause);
    }
}
