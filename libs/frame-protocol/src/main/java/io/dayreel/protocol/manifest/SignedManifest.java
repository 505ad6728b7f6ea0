package io.dayreel.protocol.manifest;

import io.dayreel.protocol.hash.Sha256;
import io.dayreel.protocol.merkle.MerkleHash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A manifest as it is stored: {@code {"manifest":…,"signature":"…"}} and a line feed. The Ed25519 signature, 128
 * lower-case hexadecimal digits, is over exactly the bytes of the value of {@code manifest}, so that nobody has to write
 * JSON the same way to check it. Immutable.
 */
public final class SignedManifest {
    /** Largest file that is read. */
    public static final int MAX_LENGTH = 64 << 20;

    private static final String ALGORITHM = "Ed25519";
    private static final byte[] BEGIN = ascii("{\"manifest\":");
    private static final byte[] MIDDLE = ascii(",\"signature\":\"");
    private static final byte[] END = ascii("\"}\n");
    private static final int SIGNATURE_DIGITS = 128;
    private static final int BEHIND_MANIFEST = MIDDLE.length + SIGNATURE_DIGITS + END.length;

    private final byte[] bytes;
    private final DayManifest manifest;
    private final byte[] signature;

    private SignedManifest(byte[] bytes, DayManifest manifest, byte[] signature) {
        this.bytes = bytes;
        this.manifest = manifest;
        this.signature = signature;
    }

    /** Writes and signs. @throws IllegalArgumentException if the key is no Ed25519 key */
    public static SignedManifest sign(DayManifest manifest, PrivateKey key) {
        byte[] json = ManifestCoding.write(manifest).getBytes(StandardCharsets.UTF_8);
        byte[] signature;
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(json);
            signature = signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key cannot sign with Ed25519", e);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream(json.length + BEGIN.length + BEHIND_MANIFEST);
        file.writeBytes(BEGIN);
        file.writeBytes(json);
        file.writeBytes(MIDDLE);
        file.writeBytes(ascii(HexFormat.of().formatHex(signature)));
        file.writeBytes(END);
        return new SignedManifest(file.toByteArray(), manifest, signature);
    }

    /**
     * Reads a stored manifest; the signature is not checked yet.
     *
     * @throws ManifestFormatException if it is none
     */
    public static SignedManifest read(byte[] file) {
        int jsonEnd = file.length - BEHIND_MANIFEST;
        int signatureAt = jsonEnd + MIDDLE.length;
        if (jsonEnd < BEGIN.length || file.length > MAX_LENGTH) {
            throw new ManifestFormatException("a manifest has " + (BEGIN.length + BEHIND_MANIFEST) + " to " + MAX_LENGTH
                    + " bytes, not " + file.length);
        }
        requireAt(file, 0, BEGIN);
        requireAt(file, jsonEnd, MIDDLE);
        requireAt(file, signatureAt + SIGNATURE_DIGITS, END);
        String digits = new String(file, signatureAt, SIGNATURE_DIGITS, StandardCharsets.ISO_8859_1);
        if (!digits.matches("[0-9a-f]*")) {
            throw new ManifestFormatException("a signature has 128 lower-case hexadecimal digits");
        }
        ByteBuffer json = ByteBuffer.wrap(file, BEGIN.length, jsonEnd - BEGIN.length);
        return new SignedManifest(
                file.clone(),
                ManifestCoding.read(json, MAX_LENGTH),
                HexFormat.of().parseHex(digits));
    }

    private static void requireAt(byte[] file, int at, byte[] expected) {
        if (!ByteBuffer.wrap(file, at, expected.length).equals(ByteBuffer.wrap(expected))) {
            throw new ManifestFormatException(
                    "expected " + new String(expected, StandardCharsets.US_ASCII).strip() + " at byte " + at);
        }
    }

    /** Whether the holder of the key's private half signed exactly these bytes. */
    public boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(bytes, BEGIN.length, bytes.length - BEGIN.length - BEHIND_MANIFEST);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Why this cannot be trusted, by one of these keys.
     *
     * @return empty if one of them signed it
     */
    public Optional<String> objection(List<PublicKey> keys) {
        Optional<PublicKey> key = keys.stream()
                .filter(each -> SealKeyId.of(each).equals(manifest.keyId()))
                .findFirst();
        if (key.isEmpty()) {
            return Optional.of("signed by key " + manifest.keyId() + ", which was not given");
        }
        return isSignedBy(key.get()) ? Optional.empty() : Optional.of("the signature is not that of these bytes");
    }

    public DayManifest manifest() {
        return manifest;
    }

    /** The whole file, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256 of the whole file: how the next manifest and announcements name it. */
    public MerkleHash hash() {
        return new MerkleHash(Sha256.of(bytes));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
