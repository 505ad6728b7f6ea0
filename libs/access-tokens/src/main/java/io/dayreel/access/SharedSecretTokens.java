package io.dayreel.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Tokens that services sign with the installation's shared secret: signed addresses and calls to each other. Thread-safe. */
public final class SharedSecretTokens {
    /** Longest validity of a signed address. */
    public static final Duration MAX_ADDRESS_VALIDITY = Duration.ofHours(24);

    /** Validity of a service token. */
    public static final Duration SERVICE_VALIDITY = Duration.ofMinutes(5);

    private final HmacKey key;
    private final InstantSource clock;

    /** @param secret at least 32 random bytes ({@link InstallationKeys#readSharedSecret}) */
    public SharedSecretTokens(byte[] secret, InstantSource clock) {
        this.key = InstallationKeys.hmacKey(secret);
        this.clock = clock;
    }

    /**
     * A token for {@code ?access=}, with the caller's rights narrowed to one path and what lies below it. It never
     * outlives the caller's own token.
     *
     * @param path begins with {@code /v1/}
     * @throws IllegalArgumentException for another path, or a validity not within 1 s and {@link #MAX_ADDRESS_VALIDITY}
     */
    public SignedAddress address(Caller caller, String path, Duration validFor) {
        if (!path.startsWith("/v1/") || path.contains("..") || path.contains("%") || path.contains("//")) {
            throw new IllegalArgumentException(
                    "a signed address begins with /v1/ and is a plain path, not '" + path + "'");
        }
        if (validFor.toSeconds() < 1 || validFor.compareTo(MAX_ADDRESS_VALIDITY) > 0) {
            throw new IllegalArgumentException("a signed address is valid for 1 s to 24 h, not " + validFor);
        }
        Instant asked = clock.instant().plus(validFor);
        Instant expires = asked.isBefore(caller.expires()) ? asked : caller.expires();
        Caller narrowed = new Caller(
                caller.subject(), caller.tenant(), caller.role(), caller.devices(), Optional.of(path), expires);
        return new SignedAddress(sign(narrowed), expires.truncatedTo(ChronoUnit.SECONDS));
    }

    /** @param token goes into {@code ?access=} */
    public record SignedAddress(String token, Instant expires) {}

    /** A bearer token for a call to another service. @param service name of the calling service, for logs */
    public String service(String service) {
        return sign(new Caller(
                service,
                Caller.ANY_TENANT,
                Role.SERVICE,
                DeviceScope.everyDevice(),
                Optional.empty(),
                clock.instant().plus(SERVICE_VALIDITY)));
    }

    private String sign(Caller caller) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKey(key);
        signature.setPayload(Claims.of(caller, clock.instant()).toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign with the shared secret", e);
        }
    }
}
