package io.dayreel.access;

import java.time.Instant;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;

/** Between a {@link Caller} and the claims of its token. */
final class Claims {
    static final String ISSUER = "dayreel";
    private static final String TENANT = "tenant";
    private static final String ROLE = "role";
    private static final String DEVICES = "devices";
    private static final String PATH = "path";

    private Claims() {}

    static JwtClaims of(Caller caller, Instant issued) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setSubject(caller.subject());
        claims.setStringClaim(TENANT, caller.tenant());
        claims.setStringClaim(ROLE, caller.role().claim());
        claims.setStringListClaim(DEVICES, caller.devices().claim());
        caller.pathPrefix().ifPresent(path -> claims.setStringClaim(PATH, path));
        claims.setIssuedAt(NumericDate.fromSeconds(issued.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(caller.expires().getEpochSecond()));
        return claims;
    }

    /** @throws AccessRefused if claims are missing or malformed, or the token is of another issuer */
    static Caller caller(JwtClaims claims) {
        try {
            if (!ISSUER.equals(claims.getIssuer())) {
                throw new AccessRefused("the token was not issued by this installation");
            }
            return new Caller(
                    require("sub", claims.getSubject()),
                    require(TENANT, claims.getStringClaimValue(TENANT)),
                    Role.parse(require(ROLE, claims.getStringClaimValue(ROLE))),
                    DeviceScope.ofClaim(require(DEVICES, claims.getStringListClaimValue(DEVICES))),
                    Optional.ofNullable(claims.getStringClaimValue(PATH)),
                    Instant.ofEpochSecond(
                            require("exp", claims.getExpirationTime()).getValue()));
        } catch (MalformedClaimException e) {
            throw new AccessRefused("the token has a malformed claim");
        } catch (IllegalArgumentException e) {
            throw new AccessRefused("the token has a malformed claim: " + e.getMessage());
        }
    }

    private static <T> T require(String name, T value) {
        if (value == null) {
            throw new AccessRefused("the token has no claim '" + name + "'");
        }
        return value;
    }
}
