package io.dayreel.datagrams.server;

import java.time.Duration;

/**
 * @param maxMessageBytes largest message that is put together
 * @param reassemblyBytes unfinished messages of one session
 * @param reassemblyTimeout how long a message may be unfinished
 */
public record ServerLimits(int maxMessageBytes, long reassemblyBytes, Duration reassemblyTimeout) {
    public ServerLimits {
        if (maxMessageBytes < 1 || reassemblyBytes < maxMessageBytes) {
            throw new IllegalArgumentException("a session's reassembly must hold a message of the largest size: "
                    + reassemblyBytes + " < " + maxMessageBytes);
        }
    }
}
