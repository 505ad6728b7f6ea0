package io.dayreel.indexer.rest;

import io.dayreel.indexer.reindex.ReindexJobs;
import io.dayreel.indexer.reindex.ReindexProgress;
import io.dayreel.indexer.reindex.ReindexProgress.State;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Rebuilds the catalogue of the caller's tenant from object storage alone (F4). Operators only. */
@Path("/v1")
@Tag(name = "reindex")
@APIResponse(responseCode = "401", description = "no token, or one that is not good")
@APIResponse(responseCode = "403", description = "the token's role is not operator")
public class ReindexResource {
    private final ReindexJobs jobs;
    private final InstallationQueries queries;
    private final CurrentCaller caller;

    ReindexResource(ReindexJobs jobs, InstallationQueries queries, CurrentCaller caller) {
        this.jobs = jobs;
        this.queries = queries;
        this.caller = caller;
    }

    /** Jobs of the tenant, as far as the instances remember them. */
    public record Jobs(List<ReindexProgress> jobs) {}

    @POST
    @Path("/reindex")
    @Operation(summary = "Begin to announce again what object storage holds and the catalogue does not know")
    @APIResponse(responseCode = "202", description = "begun; Location and id name the job")
    @APIResponse(responseCode = "409", description = "one is running")
    public Response start() {
        String tenant = caller.operator().tenant();
        boolean runs = queries.reindexJobs(tenant, false).stream().anyMatch(job -> job.state() == State.RUNNING);
        ReindexProgress begun = (runs ? Optional.<ReindexProgress>empty() : jobs.start(tenant))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        409, "already-running", "Already running", "a reindex is running: wait for its end")));
        return Response.accepted(begun)
                .location(URI.create("/v1/reindex/" + begun.id()))
                .build();
    }

    @GET
    @Path("/reindex")
    @Operation(summary = "Reindex jobs that run or ended lately, the newest of each instance first")
    public Jobs jobs(@QueryParam("forwarded") boolean forwarded) {
        return new Jobs(queries.reindexJobs(caller.operator().tenant(), forwarded));
    }

    @GET
    @Path("/reindex/{id}")
    @Operation(summary = "Progress of a reindex")
    @APIResponse(responseCode = "404", description = "no such job; jobs are forgotten when their instance ends")
    public ReindexProgress job(@PathParam("id") String id) {
        String tenant = caller.operator().tenant();
        return jobs.of(tenant).stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .or(() -> queries.reindexJobs(tenant, false).stream()
                        .filter(job -> job.id().equals(id))
                        .findFirst())
                .orElseThrow(() -> ProblemException.notFound("there is no reindex '" + id + "'"));
    }
}
