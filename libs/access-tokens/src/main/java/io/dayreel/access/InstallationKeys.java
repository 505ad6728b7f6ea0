package io.dayreel.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jose4j.keys.HmacKey;

/**
 * An installation's keys in one directory. Services are given the public key and the shared secret only; the private
 * key stays with the operator who issues tokens.
 */
public record InstallationKeys(Path privateKey, Path publicKey, Path sharedSecret) {
    private static final String ALGORITHM = "Ed25519";
    private static final int SECRET_LENGTH = 32;

    /** Where the keys of a directory lie, whether they exist or not. */
    public static InstallationKeys in(Path directory) {
        return new InstallationKeys(
                directory.resolve("access-private.pem"),
                directory.resolve("access-public.pem"),
                directory.resolve("shared.secret"));
    }

    /**
     * Creates the directory and what is missing in it: key pair and shared secret, readable by their owner only. What
     * exists stays. Several processes may call this at once.
     */
    public static InstallationKeys createIfAbsent(Path directory) throws IOException {
        Files.createDirectories(directory);
        InstallationKeys keys = in(directory);
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(keys.privateKey)) {
                writePair(keys.privateKey, keys.publicKey);
            }
            if (!Files.exists(keys.sharedSecret)) {
                byte[] secret = new byte[SECRET_LENGTH];
                new SecureRandom().nextBytes(secret);
                write(keys.sharedSecret, Base64.getEncoder().encodeToString(secret) + "\n");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no Ed25519 keys", e);
        }
        return keys;
    }

    /** Makes an Ed25519 key pair; the private half appears last. */
    static void writePair(Path privateKey, Path publicKey) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        write(publicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        write(privateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /** @throws IOException if the file cannot be read or is no Ed25519 private key in PEM */
    public static PrivateKey readPrivateKey(Path file) throws IOException {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(pemBytes(file, "PRIVATE KEY")));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no Ed25519 private key (PEM, PKCS #8)", e);
        }
    }

    /** @throws IOException if the file cannot be read or is no Ed25519 public key in PEM */
    public static PublicKey readPublicKey(Path file) throws IOException {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(pemBytes(file, "PUBLIC KEY")));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no Ed25519 public key (PEM, X.509)", e);
        }
    }

    /** @throws IOException if the file cannot be read or holds less than 32 bytes in base64 */
    public static byte[] readSharedSecret(Path file) throws IOException {
        byte[] secret = decode(file, Files.readString(file, StandardCharsets.US_ASCII));
        if (secret.length < SECRET_LENGTH) {
            throw new IOException(file + " must hold at least " + SECRET_LENGTH + " random bytes in base64");
        }
        return secret;
    }

    static HmacKey hmacKey(byte[] secret) {
        if (secret.length < SECRET_LENGTH) {
            throw new IllegalArgumentException("the shared secret has at least " + SECRET_LENGTH + " bytes");
        }
        return new HmacKey(secret);
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static byte[] pemBytes(Path file, String label) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IOException(file + " has no PEM block '" + label + "'");
        }
        return decode(file, text.substring(from + begin.length(), to));
    }

    private static byte[] decode(Path file, String text) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not base64", e);
        }
    }
}
