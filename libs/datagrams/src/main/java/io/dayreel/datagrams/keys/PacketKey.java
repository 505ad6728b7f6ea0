package io.dayreel.datagrams.keys;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of one direction. Immutable; shows nothing of itself. */
public final class PacketKey {
    private final CipherSuite suite;
    private final SecretKey key;

    PacketKey(CipherSuite suite, byte[] bytes) {
        this.suite = suite;
        this.key = new SecretKeySpec(bytes, suite.keyAlgorithm());
    }

    CipherSuite suite() {
        return suite;
    }

    SecretKey key() {
        return key;
    }
}
