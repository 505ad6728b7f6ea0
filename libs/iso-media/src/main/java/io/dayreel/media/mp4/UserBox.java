package io.dayreel.media.mp4;

import java.util.Objects;
import java.util.UUID;

/**
 * A {@code uuid} box.
 *
 * @param type says what is in it
 * @param content not changed by anybody afterwards
 */
public record UserBox(UUID type, byte[] content) {
    public UserBox {
        Objects.requireNonNull(type);
        Objects.requireNonNull(content);
    }
}
