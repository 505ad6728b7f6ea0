package io.dayreel.indexer.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dayreel.contracts.catalogue.DayEntry;
import io.dayreel.contracts.catalogue.DaySegments;
import io.dayreel.contracts.catalogue.DeviceEntry;
import io.dayreel.contracts.catalogue.Timeline;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.DayPath;
import io.dayreel.runtime.http.Page;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Devices, days and timelines. */
@Path("/v1")
@Tag(name = "catalogue")
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
public class CatalogueResource {
    private final CatalogueQueries queries;
    private final CurrentCaller caller;

    CatalogueResource(CatalogueQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    /** A page of devices. */
    public record Devices(List<DeviceEntry> devices, Optional<String> next) {}

    /** A page of days. */
    public record Days(List<DayEntry> days, Optional<String> next) {}

    /** Key frames of a range. */
    public record KeyFrames(@JsonProperty("keyFrames") List<KeyFrameEntry> keyFrames) {}

    @GET
    @Path("/devices")
    @Operation(summary = "Devices of the caller's tenant that its token includes")
    public Devices devices(
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor,
            @QueryParam("forwarded") boolean forwarded) {
        int size = Parameters.limit(limit);
        if (!caller.caller().mayWatch()) {
            throw ProblemException.forbidden("the token's role may send frames, not watch or query");
        }
        List<DeviceEntry> all = queries.devices(caller.tenant(), forwarded).stream()
                .filter(device -> caller.caller().mayUse(device.device()))
                .toList();
        if (forwarded) {
            return new Devices(all, Optional.empty());
        }
        Page<DeviceEntry> page = Page.of(all, DeviceEntry::device, Page.cursor(cursor), size);
        return new Devices(page.items(), page.next());
    }

    @GET
    @Path("/devices/{device}")
    @Operation(summary = "One device")
    public DeviceEntry device(@PathParam("device") String name, @QueryParam("forwarded") boolean forwarded) {
        DeviceId device = caller.watchedDevice(name);
        return queries.device(device, forwarded).orElseThrow(() -> unknown(device));
    }

    @GET
    @Path("/devices/{device}/days")
    @Operation(summary = "Archived days of a device, oldest first")
    public Days days(
            @PathParam("device") String name,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor,
            @QueryParam("forwarded") boolean forwarded) {
        int size = Parameters.limit(limit);
        DeviceId device = caller.watchedDevice(name);
        List<DayEntry> all = queries.days(device, forwarded).orElseThrow(() -> unknown(device));
        if (forwarded) {
            return new Days(all, Optional.empty());
        }
        Page<DayEntry> page = Page.of(all, day -> day.day().toString(), Page.cursor(cursor), size);
        return new Days(page.items(), page.next());
    }

    @GET
    @Path("/devices/{device}/days/{day}")
    @Operation(summary = "One archived day")
    public DayEntry day(@BeanParam DayPath path, @QueryParam("forwarded") boolean forwarded) {
        StreamId stream = path.watchedBy(caller);
        return queries.day(stream, forwarded).orElseThrow(() -> nothingOn(stream));
    }

    @GET
    @Path("/devices/{device}/days/{day}/timeline")
    @Operation(summary = "Recorded stretches, holes and events of a day")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Timeline.class)))
    @APIResponse(responseCode = "304", description = "unchanged since the answer with the given ETag")
    public Response timeline(
            @BeanParam DayPath path, @QueryParam("forwarded") boolean forwarded, @Context Request request) {
        StreamId stream = path.watchedBy(caller);
        Timeline timeline = queries.timeline(stream, forwarded).orElseThrow(() -> nothingOn(stream));
        return withTag(timeline, timeline.revision(), request);
    }

    @GET
    @Path("/devices/{device}/days/{day}/segments")
    @Operation(summary = "Segments of a day that hold frames of a time range, with their key-frame tables")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DaySegments.class)))
    @APIResponse(responseCode = "304", description = "unchanged since the answer with the given ETag")
    public Response segments(
            @BeanParam DayPath path,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("forwarded") boolean forwarded,
            @Context Request request) {
        StreamId stream = path.watchedBy(caller);
        DaySegments segments =
                queries.segments(stream, TimeRange.parse(from, to), forwarded).orElseThrow(() -> nothingOn(stream));
        return withTag(segments, segments.revision(), request);
    }

    @GET
    @Path("/devices/{device}/days/{day}/key-frames")
    @Operation(summary = "Key frames of a time range")
    public KeyFrames keyFrames(
            @BeanParam DayPath path,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("track") String track) {
        StreamId stream = path.watchedBy(caller);
        Optional<Integer> onlyTrack = Parameters.optional("track", track, Integer::valueOf);
        TimeRange range = TimeRange.parse(from, to);
        DaySegments segments = queries.segments(stream, range, false).orElseThrow(() -> nothingOn(stream));
        return new KeyFrames(KeyFrameEntry.of(segments.segments(), range, onlyTrack));
    }

    private static Response withTag(Object answer, String revision, Request request) {
        EntityTag tag = new EntityTag(revision);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.tag(tag).build()
                : Response.ok(answer).tag(tag).build();
    }

    /** The answer about a device of which nothing is known. */
    static ProblemException unknown(DeviceId device) {
        return ProblemException.notFound("there is no device '" + device.device() + "'");
    }

    private static ProblemException nothingOn(StreamId stream) {
        return ProblemException.notFound("nothing of '" + stream.device() + "' is archived on " + stream.day());
    }
}
