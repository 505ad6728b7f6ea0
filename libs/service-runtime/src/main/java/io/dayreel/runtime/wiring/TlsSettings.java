package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** HTTPS beside or instead of HTTP. Read by {@link TlsConfiguration}, which tells Quarkus. */
@ConfigMapping(prefix = "dayreel.tls")
public interface TlsSettings {
    /** Port for HTTPS and WSS; without it there is none. */
    OptionalInt port();

    /** The certificate with its chain, PEM. Without it the instance makes a key pair of its own in {@link #directory}. */
    Optional<Path> certificate();

    /** The certificate's private key, PEM (PKCS #8). */
    Optional<Path> key();

    /** Where a self-made key pair is kept; clients trust its tls-certificate.pem. */
    @WithDefault("${java.io.tmpdir}/dayreel-tls")
    Path directory();

    /** Host names and addresses that a self-made certificate is good for, beside those of this machine. */
    Optional<List<String>> names();

    /** How often a given certificate is read again, so that a renewed one is used without a restart. */
    @WithDefault("PT1H")
    Duration reload();

    /** Whether plain HTTP is still answered: enabled, redirect or disabled. */
    @WithDefault("enabled")
    String plainHttp();
}
