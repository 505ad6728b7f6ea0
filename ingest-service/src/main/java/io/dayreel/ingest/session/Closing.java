package io.dayreel.ingest.session;

import io.dayreel.contracts.device.ServerMessage;
import java.util.Optional;

/**
 * How a session that takes no more messages will end, once what it took is acknowledged.
 *
 * @param error sent before the close
 */
record Closing(int code, String reason, Optional<ServerMessage.Error> error) {
    static Closing of(int code, String reason) {
        return new Closing(code, reason, Optional.empty());
    }
}
