package io.dayreel.runtime.http;

/** The caller hung up while it was answered, which is its right. Stackless. */
public final class CallerGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CallerGoneException(String message) {
        super(message, null, false, false);
    }
}
