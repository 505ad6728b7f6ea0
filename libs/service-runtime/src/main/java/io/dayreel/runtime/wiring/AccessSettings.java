package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Files with the keys that tokens are checked with. Every service needs both. */
@ConfigMapping(prefix = "dayreel.access")
public interface AccessSettings {
    /** The installation's Ed25519 public key, PEM. */
    Optional<Path> publicKey();

    /** The installation's shared secret: at least 32 random bytes, base64. */
    Optional<Path> sharedSecret();
}
