package io.dayreel.protocol.manifest;

import io.dayreel.protocol.hash.Sha256;
import java.security.PublicKey;

/** Short names of keys that sign manifests: the first 8 bytes of SHA-256 over the X.509 form, as 16 hexadecimal digits. */
public final class SealKeyId {
    private static final int DIGITS = 16;

    private SealKeyId() {}

    public static String of(PublicKey key) {
        return Sha256.hex(key.getEncoded()).substring(0, DIGITS);
    }
}
