package io.dayreel.cli.upload;

import io.dayreel.protocol.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Base64;

/** Digests of files, and how HTTP fields name them. */
final class FileDigest {
    private FileDigest() {}

    /** Of a file from a byte on. */
    static byte[] of(Path file, long from) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.skipNBytes(from);
            in.transferTo(out);
        }
        return digest.digest();
    }

    /** As the value of Repr-Digest and Content-Digest (RFC 9530, 2). */
    static String field(byte[] sha256) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
    }
}
