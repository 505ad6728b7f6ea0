package io.dayreel.sync.rest;

import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.contracts.wishes.RepairWish.WishedRun;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.DayPath;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.sync.devices.Wishes;
import io.dayreel.sync.repair.Wish;
import io.dayreel.sync.topology.SyncQueries;
import io.dayreel.sync.topology.SyncQueries.DeviceWishes;
import io.dayreel.sync.wishes.ResendScope;
import io.dayreel.sync.wishes.WishTopic;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Operators want missing frames sent again before all others (A7). */
@Path("/v1")
@Tag(name = "completeness")
@APIResponse(responseCode = "401", description = "no token, or one that is not good")
@APIResponse(
        responseCode = "404",
        description = "nothing is known of the device, day or run, or it is not the caller's",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "503",
        description = "the state moves between instances, or Kafka does not answer; Retry-After says when to ask again")
public class ResendsResource {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SyncQueries queries;
    private final WishTopic wishes;
    private final CurrentCaller caller;

    ResendsResource(SyncQueries queries, WishTopic wishes, CurrentCaller caller) {
        this.queries = queries;
        this.wishes = wishes;
        this.caller = caller;
    }

    /** The body. @param run all runs of the day if absent; @param ranges the whole run if absent */
    public record Wanted(Optional<Integer> run, Optional<CounterRanges> ranges) {}

    /**
     * What the device will be asked for.
     *
     * @param leftOut missing frames beyond what one wish holds; they are asked for later like all others
     * @param connected whether the device can be asked now; otherwise it is when it connects
     */
    public record Accepted(
            String request, Day day, List<WishedRun> runs, long frames, long leftOut, boolean connected) {}

    @POST
    @Path("/devices/{device}/days/{day}/resends")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Ask the device for missing frames of a day before all others. Operators only")
    @APIResponse(responseCode = "202", description = "what the device will be asked for")
    @APIResponse(responseCode = "400", description = "a parameter is malformed; the problem names it")
    @APIResponse(responseCode = "403", description = "the token's role is not operator")
    @APIResponse(responseCode = "409", description = "nothing of it is missing, or too many requests wait")
    @APIResponse(responseCode = "410", description = "the day is beyond retention")
    public Response ask(@BeanParam DayPath path, Wanted wanted) {
        StreamId stream = path.watchedBy(caller);
        caller.operator();
        ResendScope scope = scope(wanted);
        MissingDay day = queries.missing(stream, false).orElseThrow(() -> unknown(stream));
        if (!scope.isOf(day)) {
            throw ProblemException.notFound("nothing is known of run "
                    + scope.run().orElseThrow() + " of " + stream.day() + " of '" + stream.device() + "'");
        }
        ResendScope.Missing missing = scope.in(day);
        if (missing.runs().isEmpty()) {
            throw nothingMissing(missing);
        }
        DeviceWishes open = queries.wishes(stream.deviceId(), false)
                .orElseThrow(() -> new TryAgainException(
                        "'" + stream.device() + "' was heard of a moment ago, try again in a second", null));
        requireRoom(open);
        String request = UUID.randomUUID().toString();
        await(wishes.publish(new RepairWish.Resend(stream.deviceId(), stream.day(), missing.runs(), request)));
        return Response.accepted(new Accepted(
                        request, stream.day(), missing.runs(), missing.frames(), missing.leftOut(), open.connected()))
                .location(URI.create("/v1/devices/" + stream.device() + "/resends"))
                .build();
    }

    @GET
    @Path("/devices/{device}/resends")
    @Operation(summary = "What operators want of a device and it was not asked for yet, and what it is asked for now")
    public DeviceWishes waiting(@PathParam("device") String device, @QueryParam("forwarded") boolean forwarded) {
        return queries.wishes(caller.watchedDevice(device), forwarded)
                .orElseThrow(() -> ProblemException.notFound("nothing is known of '" + device + "'"));
    }

    private static ResendScope scope(Wanted wanted) {
        try {
            return wanted == null ? ResendScope.WHOLE_DAY : new ResendScope(wanted.run(), wanted.ranges());
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter("ranges", e.getMessage());
        }
    }

    private ProblemException unknown(StreamId stream) {
        String why = queries.whyUnknown(stream);
        return queries.isBeyondRetention(stream.day())
                ? new ProblemException(Problem.of(410, "beyond-retention", "Beyond retention", why))
                : ProblemException.notFound(why);
    }

    private static ProblemException nothingMissing(ResendScope.Missing scope) {
        return new ProblemException(Problem.of(
                409,
                "nothing-missing",
                "Nothing is missing",
                "none of these frames is missing: " + scope.received() + " are there, " + scope.lost()
                        + " are lost and can never come, and of others the device never said that it has them"));
    }

    private static void requireRoom(DeviceWishes open) {
        long requests = open.waiting().stream().map(Wish::request).distinct().count();
        if (requests >= Wishes.MAX_REQUESTS) {
            throw new ProblemException(Problem.of(
                    409,
                    "too-many-resends",
                    "Too many requests wait",
                    requests + " requests wait for the device already: try again when one of them is done"));
        }
    }

    private static void await(CompletableFuture<Void> published) {
        try {
            published.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TryAgainException("Kafka did not take the request, try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryAgainException("interrupted while Kafka took the request", e);
        }
    }
}
