package io.dayreel.indexer.rest;

import io.dayreel.contracts.catalogue.Timeline;
import io.dayreel.indexer.catalogue.Catalogue;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Page;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Events of a device, from the moment that they arrived (B5). */
@Path("/v1")
@Tag(name = "events")
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
public class EventsResource {
    private final CatalogueQueries queries;
    private final CurrentCaller caller;

    EventsResource(CatalogueQueries queries, CurrentCaller caller) {
        this.queries = queries;
        this.caller = caller;
    }

    /** A page of events by capture time. */
    public record Events(List<Timeline.Event> events, Optional<String> next) {}

    /** What is asked of one device's events. */
    record EventQuery(DeviceId device, TimeRange range, Optional<String> type, Optional<String> cursor, int limit) {

        Events answer(Catalogue catalogue) {
            List<Timeline.Event> all = catalogue.streamsWithEvents(device).stream()
                    .filter(this::mayOverlap)
                    .flatMap(stream -> catalogue.events(stream, range.fromMicros(), range.toMicros()).stream())
                    .filter(event -> type.map(event.type()::equals).orElse(true))
                    .toList();
            Page<Timeline.Event> page = Page.of(all, EventQuery::key, cursor, limit);
            return new Events(page.items(), page.next());
        }

        /** Capture times stay within their day but for frames that a track still owes it after midnight. */
        private boolean mayOverlap(StreamId stream) {
            long start = stream.day().startMicros();
            long end = stream.day().next().next().startMicros();
            return start <= range.toMicros() && end >= range.fromMicros();
        }

        private static String key(Timeline.Event event) {
            return String.format(
                    "%s/%020d/%05d/%010d",
                    event.day(), ChronoUnit.MICROS.between(Instant.EPOCH, event.time()), event.run(), event.counter());
        }

        String pathQuery() {
            StringBuilder query = new StringBuilder("?limit=").append(limit);
            type.ifPresent(wanted -> query.append("&type=").append(URLEncoder.encode(wanted, StandardCharsets.UTF_8)));
            cursor.ifPresent(given -> query.append("&cursor=").append(given));
            String times = range.query();
            return times.isEmpty() ? query.toString() : query + "&" + times.substring(1);
        }
    }

    @GET
    @Path("/devices/{device}/events")
    @Operation(summary = "Events of a device by capture time")
    public Events events(
            @PathParam("device") String name,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @BeanParam Filter filter) {
        DeviceId device = caller.watchedDevice(name);
        EventQuery query = new EventQuery(
                device,
                TimeRange.parse(from, to),
                Parameters.optional("type", filter.type, text -> text),
                Page.cursor(filter.cursor),
                Parameters.limit(filter.limit));
        return queries.events(query, filter.forwarded).orElseThrow(() -> CatalogueResource.unknown(device));
    }

    /** Which of the events in the range, and how many. */
    public static class Filter {
        @QueryParam("type")
        String type;

        @QueryParam("limit")
        String limit;

        @QueryParam("cursor")
        String cursor;

        @QueryParam("forwarded")
        boolean forwarded;
    }
}
