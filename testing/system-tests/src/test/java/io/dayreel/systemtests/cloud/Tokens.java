package io.dayreel.systemtests.cloud;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Tokens of an installation, as its operator would issue them. */
public final class Tokens {
    private static final Duration VALID = Duration.ofHours(2);

    private final TokenIssuer issuer;

    private Tokens(TokenIssuer issuer) {
        this.issuer = issuer;
    }

    /** Issued with the private key in this directory, which must exist. */
    public static Tokens from(Path keys) {
        try {
            return new Tokens(new TokenIssuer(
                    InstallationKeys.readPrivateKey(InstallationKeys.in(keys).privateKey()), InstantSource.system()));
        } catch (IOException e) {
            throw new UncheckedIOException("no keys in " + keys, e);
        }
    }

    public String device(String tenant, String device) {
        return issuer.issue(device, tenant, Role.DEVICE, DeviceScope.of(device), VALID);
    }

    public String viewer(String tenant) {
        return viewer(tenant, "viewer");
    }

    /** @param name so that viewers have tokens of their own */
    public String viewer(String tenant, String name) {
        return issuer.issue(name, tenant, Role.VIEWER, DeviceScope.everyDevice(), VALID);
    }

    public String operator(String tenant, String device) {
        return issuer.issue("operator", tenant, Role.OPERATOR, DeviceScope.of(device), VALID);
    }

    public String operator(String tenant) {
        return issuer.issue("operator", tenant, Role.OPERATOR, DeviceScope.everyDevice(), VALID);
    }
}
