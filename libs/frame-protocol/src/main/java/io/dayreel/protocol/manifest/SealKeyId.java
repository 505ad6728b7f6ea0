package io.dayreel.protocol.manifest;

import java.security.PublicKey;

/** Short names of keys that sign manifests: the first 8 bytes of SHA-256 over the X.509 form, as 16 hexadecimal digits. */
public final class SealKeyId {
    private static final int DIGITS = 16;

    private SealKeyId() {}

    public static String of(PublicKey key) {
        return Sha256.of(key.getEncoded()).hex().substring(0, DIGITS);
    }
}
