package io.dayreel.indexer.rest;

import io.dayreel.access.Role;
import io.dayreel.indexer.retention.RetentionShare;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What instances tell each other for retention. Services only. */
@Path("/v1")
public class RetentionResource {
    static final String PATH = "/v1/retention/share";

    private final InstallationQueries queries;
    private final CurrentCaller caller;

    RetentionResource(InstallationQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @Path("/retention/share")
    @Operation(hidden = true)
    public RetentionShare share() {
        if (caller.caller().role() != Role.SERVICE) {
            throw ProblemException.notFound("there is nothing here");
        }
        return queries.retentionShare();
    }
}
