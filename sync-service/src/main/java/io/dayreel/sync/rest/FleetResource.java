package io.dayreel.sync.rest;

import io.dayreel.contracts.completeness.DayCompleteness;
import io.dayreel.protocol.stream.Day;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Page;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.sync.topology.SyncQueries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How complete a day is over all devices (A9). */
@Path("/v1")
@Tag(name = "completeness")
public class FleetResource {
    private final SyncQueries queries;
    private final CurrentCaller caller;

    FleetResource(SyncQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    /** A page of devices. @param next cursor of the next page, absent on the last */
    public record DevicesOfDay(Day day, List<DayCompleteness> devices, Optional<String> next) {}

    @GET
    @Path("/completeness")
    @Operation(summary = "How complete a day is, of every device of the caller's tenant that its token includes")
    @APIResponse(
            responseCode = "400",
            description = "a parameter is malformed; the problem names it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "401", description = "no token, or one that is not good")
    @APIResponse(
            responseCode = "503",
            description = "an instance that holds a part does not answer; Retry-After says when to ask again")
    public DevicesOfDay completeness(
            @QueryParam("day") String day,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor,
            @QueryParam("forwarded") boolean forwarded) {
        Day asked = Parameters.day("day", day);
        int size = Parameters.limit(limit);
        Optional<String> after = Page.cursor(cursor);
        if (!caller.caller().mayWatch()) {
            throw ProblemException.forbidden("the token's role may send frames, not watch or query");
        }
        List<DayCompleteness> all = queries.fleet(caller.tenant(), asked, forwarded);
        if (forwarded) {
            return new DevicesOfDay(asked, all, Optional.empty());
        }
        List<DayCompleteness> allowed = all.stream()
                .filter(device -> caller.caller().mayUse(device.device()))
                .toList();
        Page<DayCompleteness> page = Page.of(allowed, DayCompleteness::device, after, size);
        return new DevicesOfDay(asked, page.items(), page.next());
    }
}
