package io.dayreel.runtime.http;

import io.dayreel.access.AccessRefused;
import io.dayreel.access.AccessTokens;
import io.dayreel.runtime.peers.PeerClient;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/** Authenticates every REST request under {@code /v1} before anything else looks at it. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class AccessFilter implements ContainerRequestFilter {
    // Resolved at the first request: the framework makes filters before it reads the configuration.
    private final Instance<AccessTokens> tokens;
    private final CurrentCaller current;

    AccessFilter(Instance<AccessTokens> tokens, CurrentCaller current) {
        this.tokens = tokens;
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        if (!path.equals("/v1") && !path.startsWith("/v1/")) {
            return;
        }
        try {
            current.set(CallerAccess.authenticate(
                    tokens.get(),
                    request.getHeaderString("Authorization"),
                    request.getUriInfo().getQueryParameters().getFirst("access"),
                    request.getHeaderString(PeerClient.TENANT_HEADER),
                    path));
        } catch (AccessRefused e) {
            request.abortWith(ProblemMappers.response(Problem.unauthorised(e.getMessage())));
        }
    }
}
