package io.dayreel.ingest.upload;

import java.util.Optional;

/**
 * What a sender says of a part besides its bytes.
 *
 * @param sha256 64 hexadecimal digits of the whole part
 * @param idempotencyKey that names this part and no other of the video, at most 128 characters
 */
public record SentWith(Optional<String> sha256, Optional<String> idempotencyKey) {
    /** Longest key. */
    public static final int MAX_KEY = 128;

    /** @throws IllegalArgumentException with a message for the caller if the key is too long */
    public SentWith {
        if (idempotencyKey
                .filter(key -> key.isEmpty() || key.length() > MAX_KEY)
                .isPresent()) {
            throw new IllegalArgumentException("an idempotency key has 1 to " + MAX_KEY + " characters");
        }
    }
}
