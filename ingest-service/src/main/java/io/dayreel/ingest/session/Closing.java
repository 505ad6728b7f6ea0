package io.dayreel.ingest.session;

import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.device.ServerMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * How a session that takes no more messages will end, once what it took is acknowledged.
 *
 * @param last sent before the close
 * @param courtesy how long the device may then take to close by itself
 */
record Closing(int code, String reason, Optional<ServerMessage> last, Duration courtesy) {
    static Closing of(int code, String reason) {
        return new Closing(code, reason, Optional.empty(), Duration.ZERO);
    }

    static Closing with(int code, String reason, ServerMessage last) {
        return new Closing(code, reason, Optional.of(last), Duration.ZERO);
    }

    /** The device is to connect elsewhere. */
    static Closing leading(Redirection redirection, Duration courtesy) {
        return new Closing(
                CloseCode.RESTARTING,
                "connect again" + (redirection.to().isEmpty() ? "" : ", elsewhere"),
                Optional.of(redirection.message()),
                courtesy);
    }
}
