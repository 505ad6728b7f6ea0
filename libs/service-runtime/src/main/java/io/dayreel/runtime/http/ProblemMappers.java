package io.dayreel.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.dayreel.access.AccessRefused;
import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.runtime.log.LogEvents;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a REST route throws into a problem document. */
public class ProblemMappers {
    private static final LogEvents LOG = LogEvents.of(ProblemMappers.class);
    private static final String ALLOW = "Allow";
    private static final int UNAUTHORISED = 401;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        return response(e.problem());
    }

    @ServerExceptionMapper
    public Response refused(AccessRefused e) {
        return response(Problem.unauthorised(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response tryAgain(TryAgainException e) {
        return response(Problem.of(UNAVAILABLE, "try-again", "Not available just now", e.getMessage()));
    }

    @ServerExceptionMapper
    public Response json(JsonFormatException e) {
        return response(Problem.badRequest(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException e) {
        return response(Problem.badRequest("the body is not the JSON that is expected: " + e.getOriginalMessage()));
    }

    /** Valid JSON with a value that is not of its field's type. The framework has an answer of its own to this. */
    @ServerExceptionMapper
    public Response json(MismatchedInputException e) {
        String field = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return field.isEmpty()
                ? json((JsonProcessingException) e)
                : response(Problem.badParameter(field, field + " is not as it must be: " + e.getOriginalMessage()));
    }

    @ServerExceptionMapper
    public Response framework(WebApplicationException e, UriInfo uri) {
        int status = e.getResponse().getStatus();
        if (status >= SERVER_ERROR) {
            return unexpected(e, uri);
        }
        if (e.getCause() instanceof MismatchedInputException mismatched) {
            return json(mismatched);
        }
        if (e.getCause() instanceof JsonProcessingException malformed) {
            return json(malformed);
        }
        Response.StatusType known = e.getResponse().getStatusInfo();
        String code = known.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
        Problem problem =
                Problem.of(status, code, known.getReasonPhrase(), detail(e)).at(uri.getPath());
        Response answer = response(problem);
        String allowed = e.getResponse().getHeaderString(ALLOW);
        return allowed == null
                ? answer
                : Response.fromResponse(answer).header(ALLOW, allowed).build();
    }

    private static String detail(WebApplicationException e) {
        return switch (e.getResponse().getStatus()) {
            case NOT_FOUND -> "there is nothing at this address";
            case METHOD_NOT_ALLOWED -> "this address does not take this method: Allow names those that it takes";
            default -> e.getMessage();
        };
    }

    /** Nobody reads this answer. */
    @ServerExceptionMapper
    public Response gone(CallerGoneException e) {
        LOG.debug("caller-gone", "detail", e.getMessage());
        return Response.serverError().build();
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable e, UriInfo uri) {
        String reference = UUID.randomUUID().toString();
        LOG.error("request-failed", e, "path", uri.getPath(), "reference", reference);
        return response(Problem.of(
                        SERVER_ERROR,
                        "unexpected",
                        "Unexpected failure",
                        "this is a fault of the server; its log has more under reference " + reference)
                .at("urn:uuid:" + reference));
    }

    static Response response(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (problem.status() == UNAUTHORISED) {
            response.header("WWW-Authenticate", "Bearer realm=\"dayreel\"");
        }
        if (problem.status() == UNAVAILABLE) {
            response.header("Retry-After", "1");
        }
        return response.build();
    }
}
