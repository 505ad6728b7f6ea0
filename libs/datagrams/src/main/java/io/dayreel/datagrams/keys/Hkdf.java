package io.dayreel.datagrams.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869). */
final class Hkdf {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_LENGTH = 32;

    private Hkdf() {}

    /** @param salt empty for none */
    static byte[] extract(byte[] salt, byte[] secret) {
        byte[] key = salt.length == 0 ? new byte[HASH_LENGTH] : salt;
        return mac(key).doFinal(secret);
    }

    /** @param length at most 255 × 32 bytes */
    static byte[] expand(byte[] key, byte[] context, int length) {
        if (length < 1 || length > 255 * HASH_LENGTH) {
            throw new IllegalArgumentException("HKDF gives 1–8160 bytes, not " + length);
        }
        Mac mac = mac(key);
        byte[] result = new byte[length];
        byte[] block = {};
        for (int at = 0, number = 1; at < length; at += HASH_LENGTH, number++) {
            mac.update(block);
            mac.update(context);
            mac.update((byte) number);
            block = mac.doFinal();
            System.arraycopy(block, 0, result, at, Math.min(HASH_LENGTH, length - at));
        }
        return result;
    }

    /** A context: a word in ASCII and what follows it. */
    static byte[] context(String word, byte[]... parts) {
        byte[] context = word.getBytes(StandardCharsets.US_ASCII);
        for (byte[] part : parts) {
            int at = context.length;
            context = Arrays.copyOf(context, at + part.length);
            System.arraycopy(part, 0, context, at, part.length);
        }
        return context;
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
