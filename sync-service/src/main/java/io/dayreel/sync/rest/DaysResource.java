package io.dayreel.sync.rest;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.DayRepairs;
import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.DayPath;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.sync.topology.SyncQueries;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is durable and what is missing of a day, and what is done about it (A7, A9). */
@Path("/v1")
@Tag(name = "completeness")
@APIResponse(
        responseCode = "400",
        description = "a parameter is malformed; the problem names it",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(responseCode = "401", description = "no token, or one that is not good")
@APIResponse(
        responseCode = "404",
        description = "nothing is known of the device or day, or it is not the caller's",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "503",
        description = "the state moves between instances; Retry-After says when to ask again")
public class DaysResource {
    private final SyncQueries queries;
    private final CurrentCaller caller;

    DaysResource(SyncQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    @GET
    @Path("/devices/{device}/days/{day}/received")
    @Operation(summary = "Counters of a day that are durable, per run")
    public ReceivedDay received(@BeanParam DayPath path, @QueryParam("forwarded") boolean forwarded) {
        return known(path, stream -> queries.received(stream, forwarded));
    }

    @GET
    @Path("/devices/{device}/days/{day}/missing")
    @Operation(summary = "Counters of a day that may still come, and those that never will, per run")
    public MissingDay missing(@BeanParam DayPath path, @QueryParam("forwarded") boolean forwarded) {
        return known(path, stream -> queries.missing(stream, forwarded));
    }

    @GET
    @Path("/devices/{device}/days/{day}/completeness")
    @Operation(summary = "How complete a day is, per run and in all, and whether it may be sealed")
    public CompletenessRecord completeness(@BeanParam DayPath path, @QueryParam("forwarded") boolean forwarded) {
        return known(path, stream -> queries.completeness(stream, forwarded));
    }

    @GET
    @Path("/devices/{device}/days/{day}/repairs")
    @Operation(summary = "What was asked of the device and what came of it: the last 200 steps, oldest first")
    public DayRepairs repairs(@BeanParam DayPath path, @QueryParam("forwarded") boolean forwarded) {
        return known(path, stream -> queries.repairs(stream, forwarded));
    }

    private <T> T known(DayPath path, Function<StreamId, Optional<T>> query) {
        StreamId stream = path.watchedBy(caller);
        return query.apply(stream).orElseThrow(() -> ProblemException.notFound(queries.whyUnknown(stream)));
    }
}
