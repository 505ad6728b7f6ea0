package io.dayreel.runtime.http;

import io.dayreel.access.AccessRefused;
import io.dayreel.access.AccessTokens;
import io.dayreel.access.Caller;
import io.dayreel.access.Role;
import java.util.Optional;

/** Who makes a request: one rule for JAX-RS and for Vert.x routes. */
final class CallerAccess {
    private static final String BEARER = "Bearer ";

    private CallerAccess() {}

    /**
     * @param authorization the header, or null
     * @param access the parameter {@code access} of a signed address, or null
     * @param tenantHeader the tenant that a service acts for, or null
     * @throws AccessRefused if there is no token or it is not good for the path
     */
    static Caller authenticate(
            AccessTokens tokens, String authorization, String access, String tenantHeader, String path) {
        Caller caller = tokens.verify(token(authorization, access)
                .orElseThrow(() -> new AccessRefused("a token is needed: Authorization: Bearer <token>")));
        if (!caller.mayOpen(path)) {
            throw new AccessRefused("the signed address is for another path");
        }
        return actingFor(caller, tenantHeader);
    }

    static Caller actingFor(Caller caller, String tenantHeader) {
        if (caller.role() != Role.SERVICE || tenantHeader == null) {
            return caller;
        }
        try {
            return caller.actingFor(tenantHeader);
        } catch (IllegalArgumentException e) {
            throw new AccessRefused("X-Dayreel-Tenant: " + e.getMessage());
        }
    }

    private static Optional<String> token(String authorization, String access) {
        if (authorization != null) {
            boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return bearer ? Optional.of(authorization.substring(BEARER.length()).strip()) : Optional.empty();
        }
        return Optional.ofNullable(access);
    }
}
