package io.dayreel.runtime.kafka;

/** A topic is not as Dayreel needs it, or Kafka did not answer. The message names topic, setting, found and wanted. */
public final class TopicCheckFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicCheckFailed(String message) {
        super(message);
    }

    TopicCheckFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
