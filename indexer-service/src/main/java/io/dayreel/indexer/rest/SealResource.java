package io.dayreel.indexer.rest;

import io.dayreel.indexer.sealing.PublicSealKey;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.DayPath;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.store.ManifestKey;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreException;
import io.dayreel.store.StoredStreams;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Manifests as they are stored, and the key to check them with. Needs object storage only, so any instance answers. */
@Path("/v1")
@Tag(name = "sealed days")
@APIResponse(responseCode = "401", description = "no token, or one that is not good")
@APIResponse(
        responseCode = "404",
        description = "the day is not sealed, or is not the caller's",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
public class SealResource {
    private static final String PEM = "application/x-pem-file";

    private final ObjectStore store;
    private final PublicSealKey key;
    private final CurrentCaller caller;

    SealResource(ObjectStore store, PublicSealKey key, CurrentCaller caller) {
        this.store = store;
        this.key = key;
        this.caller = caller;
    }

    @GET
    @Path("/devices/{device}/days/{day}/manifest")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The newest manifest of a sealed day, or the one with a number, byte for byte as it was signed")
    @APIResponse(responseCode = "304", description = "unchanged since the answer with the given ETag")
    public Response manifest(@BeanParam DayPath day, @QueryParam("number") String number, @Context Request request) {
        StreamId stream = day.watchedBy(caller);
        ManifestKey wanted = Parameters.optional(
                        "number", number, text -> new ManifestKey(stream, Integer.parseInt(text)))
                .or(() -> new StoredStreams(store).latestManifest(stream))
                .orElseThrow(() -> notSealed(stream));
        SignedManifest manifest;
        try {
            manifest = SignedManifest.read(store.readAll(wanted.toString(), SignedManifest.MAX_LENGTH));
        } catch (ObjectStoreException.NotFound e) {
            throw ProblemException.notFound(
                    "'" + stream.device() + "' has no manifest " + wanted.number() + " of " + stream.day());
        }
        EntityTag tag = new EntityTag(manifest.hash().hex());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.tag(tag).build()
                : Response.ok(manifest.bytes()).tag(tag).build();
    }

    @GET
    @Path("/seal-key")
    @Produces(PEM)
    @Operation(summary = "Public key that manifests are signed with (PEM, X.509)")
    @APIResponse(responseCode = "404", description = "this installation seals no days")
    public Response key() {
        if (!caller.caller().mayWatch()) {
            throw ProblemException.forbidden("the token's role may send frames, not watch or query");
        }
        String pem = key.pem()
                .orElseThrow(
                        () -> ProblemException.notFound("this installation seals no days: dayreel.indexer.seal-key"));
        return Response.ok(pem).build();
    }

    private static ProblemException notSealed(StreamId stream) {
        return ProblemException.notFound("'" + stream.device() + "' has no sealed " + stream.day());
    }
}
