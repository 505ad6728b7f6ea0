package io.dayreel.access;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Checks made-up tokens until that is quick. A JVM that has just started takes tens of milliseconds for a signature; an
 * instance to which a hundred devices are led at once would keep the last of them waiting for seconds.
 */
public final class TokenRehearsal {
    private static final int SECRET_BYTES = 32;
    private static final int ROUNDS = 200;
    private static final int QUICK_ROUNDS = 5;
    private static final long QUICK_NANOS = Duration.ofMillis(3).toNanos();
    private static final Duration VALIDITY = Duration.ofMinutes(1);

    private TokenRehearsal() {}

    /**
     * Returns once a few checks in a row were quick, or the time is over.
     *
     * @return tokens that were checked
     */
    public static int run(InstantSource clock, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        KeyPair keys = newKeys();
        TokenIssuer issuer = new TokenIssuer(keys.getPrivate(), clock);
        AccessTokens tokens = new AccessTokens(keys.getPublic(), new byte[SECRET_BYTES], clock);
        int quick = 0;
        int round = 0;
        while (round < ROUNDS && quick < QUICK_ROUNDS && System.nanoTime() < deadline) {
            String token =
                    issuer.issue("rehearsal-" + round, "rehearsal", Role.DEVICE, DeviceScope.everyDevice(), VALIDITY);
            long began = System.nanoTime();
            tokens.verify(token);
            quick = System.nanoTime() - began < QUICK_NANOS ? quick + 1 : 0;
            round++;
        }
        return round;
    }

    private static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no Ed25519", e);
        }
    }
}
