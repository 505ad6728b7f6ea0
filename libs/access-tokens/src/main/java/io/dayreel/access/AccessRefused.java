package io.dayreel.access;

/** A token that is not accepted. The message says why and is safe to show to the caller. Stackless: refusals are ordinary. */
public final class AccessRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccessRefused(String reason) {
        super(reason, null, false, false);
    }
}
