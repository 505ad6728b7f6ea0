package io.dayreel.ingest.upload.http;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields {@code Content-Digest} and {@code Repr-Digest} (RFC 9530), of which {@code sha-256} counts. */
final class DigestField {
    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*:([A-Za-z0-9+/]*={0,2}):");
    private static final int LENGTH = 32;

    private DigestField() {}

    /**
     * The SHA-256 that a field names, 64 hexadecimal digits; empty if there is no field, or only other algorithms.
     *
     * @throws IllegalArgumentException with a message for the caller if it cannot be read
     */
    static Optional<String> sha256(String name, String field) {
        if (field == null) {
            return Optional.empty();
        }
        Matcher matcher = SHA_256.matcher(field);
        if (!matcher.find()) {
            if (field.contains("sha-256")) {
                throw unreadable(name, field, null);
            }
            return Optional.empty();
        }
        try {
            byte[] digest = Base64.getDecoder().decode(matcher.group(1));
            if (digest.length == LENGTH) {
                return Optional.of(HexFormat.of().formatHex(digest));
            }
        } catch (IllegalArgumentException e) {
            throw unreadable(name, field, e);
        }
        throw unreadable(name, field, null);
    }

    private static IllegalArgumentException unreadable(String name, String field, Exception cause) {
        return new IllegalArgumentException(
                name + " is written sha-256=:<base64 of 32 bytes>:, not '" + field + "'", cause);
    }
}
