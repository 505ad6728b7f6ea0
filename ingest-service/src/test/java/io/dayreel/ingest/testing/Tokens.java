package io.dayreel.ingest.testing;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Tokens of the installation under test. */
public final class Tokens {
    private Tokens() {}

    public static String of(String keys, Role role, String tenant, String... devices) {
        try {
            return new TokenIssuer(
                            InstallationKeys.readPrivateKey(
                                    InstallationKeys.in(Path.of(keys)).privateKey()),
                            InstantSource.system())
                    .issue("test", tenant, role, DeviceScope.of(devices), Duration.ofHours(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
