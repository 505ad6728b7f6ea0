package io.dayreel.access;

import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Issues tokens of devices, viewers and operators with the installation's private key. Thread-safe. */
public final class TokenIssuer {
    private final PrivateKey key;
    private final InstantSource clock;

    /** @param key an Ed25519 private key ({@link InstallationKeys#readPrivateKey}) */
    public TokenIssuer(PrivateKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * @param subject who holds the token, for logs
     * @return a JWT signed with EdDSA
     * @throws IllegalArgumentException for the role service (services sign with the shared secret), an invalid tenant
     *     or a validity below a second
     */
    public String issue(String subject, String tenant, Role role, DeviceScope devices, Duration validFor) {
        if (role == Role.SERVICE) {
            throw new IllegalArgumentException("service tokens are signed with the shared secret");
        }
        if (validFor.toSeconds() < 1) {
            throw new IllegalArgumentException("a token is valid for at least a second, not " + validFor);
        }
        Instant now = clock.instant();
        Caller caller = new Caller(subject, tenant, role, devices, Optional.empty(), now.plus(validFor));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKey(key);
        signature.setPayload(Claims.of(caller, now).toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign a token: is the private key an Ed25519 key?", e);
        }
    }
}
