package io.dayreel.ingest.http;

import io.dayreel.ingest.batch.BatchOutcome;
import io.dayreel.ingest.batch.BatchOutcome.BatchAck;
import io.dayreel.ingest.batch.FrameBatch;
import io.dayreel.ingest.check.Refusal;
import io.dayreel.ingest.wiring.IngestService;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.log.LogEvents;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/** {@code POST /v1/devices/{device}/frames}: frames in batches, for devices that cannot hold a WebSocket. */
@Path("/v1")
public class FramesResource {
    private static final LogEvents LOG = LogEvents.of(FramesResource.class);
    private static final int BROKEN_OFF = 400;
    private static final int TOO_MANY = 429;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;

    /** Answer to a batch that is durable as a whole, but for the frames that {@code errors} names. */
    public record BatchAnswer(List<BatchAck> acks, List<BatchError> errors) {}

    /** @param at offset of the frame at fault within the body */
    public record BatchError(String code, String field, String detail, long at) {
        static BatchError of(Refusal refusal) {
            return new BatchError(refusal.code(), refusal.field(), refusal.detail(), refusal.at());
        }
    }

    private final IngestService service;
    private final CurrentCaller caller;

    FramesResource(IngestService service, CurrentCaller caller) {
        this.service = service;
        this.caller = caller;
    }

    @POST
    @Path("devices/{device}/frames")
    @Consumes("application/vnd.dayreel.frames")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    public Response send(@PathParam("device") String name, InputStream body) throws InterruptedException {
        DeviceId device = caller.sendingDevice(name);
        if (!service.batches().tryAcquire()) {
            return problem(
                    Problem.of(TOO_MANY, "too-many-batches", "Too many batches", "send this batch again in a second"));
        }
        try {
            return answer(new FrameBatch(device, service.parts(), service.batchPatience()).receive(body));
        } catch (IOException e) {
            // The sender's network, not a fault of ours. Mostly nobody is left to read this.
            LOG.info("batch-broken-off", "device", device, "reason", e.getMessage());
            return problem(Problem.of(
                    BROKEN_OFF, "broken-off", "Broken off", "the batch did not come to its end: send it again"));
        } finally {
            service.batches().release();
        }
    }

    private static Response answer(BatchOutcome outcome) {
        List<BatchError> errors = Stream.concat(outcome.refusal().stream(), outcome.leftOut().stream())
                .map(BatchError::of)
                .toList();
        return switch (outcome.state()) {
            case DURABLE -> Response.ok(new BatchAnswer(outcome.acks(), errors)).build();
            case BAD ->
                problem(Problem.of(
                                400,
                                errors.get(0).code(),
                                "Bad frame",
                                errors.get(0).detail())
                        .naming(errors.get(0).field())
                        .with("acks", outcome.acks())
                        .with("errors", errors));
            case TOO_LARGE ->
                problem(Problem.of(
                                TOO_LARGE,
                                "too-large",
                                "Too large",
                                "a batch has at most " + FrameBatch.MAX_BYTES + " bytes")
                        .with("acks", outcome.acks()));
            case UNCONFIRMED ->
                problem(Problem.of(
                                UNAVAILABLE,
                                "not-confirmed",
                                "Not confirmed",
                                "Kafka did not confirm everything in time: send again what is not in acks")
                        .with("acks", outcome.acks()));
        };
    }

    private static Response problem(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (problem.status() == TOO_MANY || problem.status() == UNAVAILABLE) {
            response.header("Retry-After", "1");
        }
        return response.build();
    }
}
