package io.dayreel.broker;

/** The broker did not start. The message says why and what to do; nothing of it is left running. */
public final class BrokerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
