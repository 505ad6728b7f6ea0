package io.dayreel.streamer.rest;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.peers.PeerClient;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.wiring.StreamerService;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/**
 * Says whether the caller may watch a device, and of which tenant it is: caches that share answers between viewers ask
 * this for each viewer, and keep apart what tenants call by the same name.
 */
@Path("/v1")
public class WatchAccessResource {
    private static final String A_MINUTE = "private, max-age=60";

    private final CurrentCaller caller;
    private final StreamerService streamer;

    WatchAccessResource(CurrentCaller caller, StreamerService streamer) {
        this.caller = caller;
        this.streamer = streamer;
    }

    @GET
    @Path("/devices/{device}/access")
    @Blocking
    public Response access(@PathParam("device") String name) {
        DeviceId device = caller.watchedDevice(name);
        try {
            if (!streamer.services().seeker().awaitKnown(device)) {
                throw ProblemException.notFound("there is no device '" + device.device() + "'");
            }
        } catch (ArchiveUnavailableException e) {
            throw Refusals.archiveUnavailable();
        }
        return Response.noContent()
                .header(PeerClient.TENANT_HEADER, device.tenant())
                .header("Cache-Control", A_MINUTE)
                .build();
    }
}
