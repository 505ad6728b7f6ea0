package io.dayreel.streamer.rest;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;

/** Makes addresses for players that cannot send a header. */
@Path("/v1")
public class SignedAddressResource {
    private static final Duration DEFAULT_VALIDITY = Duration.ofHours(1);

    private final CurrentCaller caller;
    private final SharedSecretTokens tokens;

    SignedAddressResource(CurrentCaller caller, SharedSecretTokens tokens) {
        this.caller = caller;
        this.tokens = tokens;
    }

    /** @param path what the address is for; @param expiresIn ISO 8601 duration, one hour if absent */
    record Asked(String path, String expiresIn) {}

    /**
     * @param address with the token as a parameter
     * @param base what stands before the path of anything below, such as a playlist, with the token in it
     */
    record Answer(String address, String base, Instant expires) {}

    @POST
    @Path("/signed-addresses")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Answer sign(Asked asked) {
        if (asked == null) {
            throw ProblemException.badParameter("path", "path is needed");
        }
        String path = Parameters.required("path", asked.path(), text -> text);
        Duration validity =
                asked.expiresIn() == null ? DEFAULT_VALIDITY : Parameters.duration("expiresIn", asked.expiresIn());
        requireInRange(validity);
        try {
            SharedSecretTokens.SignedAddress signed = tokens.address(caller.caller(), path, validity);
            return new Answer(
                    path + "?access=" + signed.token(),
                    "/v1/signed/" + signed.token() + path.substring("/v1".length()),
                    signed.expires());
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter("path", e.getMessage());
        }
    }

    private static void requireInRange(Duration validity) {
        boolean tooLong = validity.compareTo(SharedSecretTokens.MAX_ADDRESS_VALIDITY) > 0;
        if (validity.toSeconds() < 1 || tooLong) {
            throw ProblemException.badParameter("expiresIn", "an address is valid for 1 s to 24 h, not " + validity);
        }
    }
}
