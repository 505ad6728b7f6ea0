package io.dayreel.sync.rest;

import io.dayreel.runtime.http.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a page of devices ends. Opaque to callers. */
final class DeviceCursor {
    private DeviceCursor() {}

    static String of(String device) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(device.getBytes(StandardCharsets.UTF_8));
    }

    /** The device after which a page begins; empty for the first page. */
    static Optional<String> parse(String cursor) {
        return Parameters.optional("cursor", cursor, text -> {
            try {
                return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "a cursor is what an earlier page gave as next, not '" + text + "'", e);
            }
        });
    }
}
