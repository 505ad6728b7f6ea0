package io.dayreel.datagrams.keys;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** How packets are sealed. Both have a 12-byte nonce and a 16-byte tag. */
public enum CipherSuite {
    /** For devices without AES instructions. */
    CHACHA20_POLY1305("chacha20-poly1305", "ChaCha20-Poly1305", "ChaCha20", 32),
    AES_128_GCM("aes-128-gcm", "AES/GCM/NoPadding", "AES", 16);

    private final String wireName;
    private final String transformation;
    private final String keyAlgorithm;
    private final int keyLength;

    CipherSuite(String wireName, String transformation, String keyAlgorithm, int keyLength) {
        this.wireName = wireName;
        this.transformation = transformation;
        this.keyAlgorithm = keyAlgorithm;
        this.keyLength = keyLength;
    }

    /** As it is named in JSON and in key derivation. */
    public String wireName() {
        return wireName;
    }

    /** Bytes of a key. */
    public int keyLength() {
        return keyLength;
    }

    String transformation() {
        return transformation;
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    public static Optional<CipherSuite> named(String name) {
        return Arrays.stream(values())
                .filter(suite -> suite.wireName.equals(name))
                .findFirst();
    }

    /** The first of the names, in their order, that is known. */
    public static Optional<CipherSuite> firstOf(Collection<String> names) {
        return names.stream().map(CipherSuite::named).flatMap(Optional::stream).findFirst();
    }
}
