package io.dayreel.ingest.udp;

import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.keys.SessionKeys;
import java.time.Duration;
import java.time.Instant;

/** Keys by epoch, the same on every instance that has the shared secret and the same period. Thread-safe. */
public final class KeyEpochs {
    private static final int EPOCHS = 1 << 16;

    private final byte[] sharedSecret;
    private final long periodMillis;

    /** @param period of an epoch, at least a second */
    public KeyEpochs(byte[] sharedSecret, Duration period) {
        if (period.toSeconds() < 1) {
            throw new IllegalArgumentException("the key period is at least a second, not " + period);
        }
        this.sharedSecret = sharedSecret.clone();
        this.periodMillis = period.toMillis();
    }

    /** The number of the period that holds an instant, modulo 65 536. */
    public int at(Instant time) {
        return (int) Math.floorMod(Math.floorDiv(time.toEpochMilli(), periodMillis), (long) EPOCHS);
    }

    /** The keys of a session. Takes some ten microseconds. */
    public SessionKeys keys(int epoch, long session, CipherSuite suite) {
        return SessionKeys.derive(SessionKeys.master(sharedSecret, epoch), session, suite);
    }
}
