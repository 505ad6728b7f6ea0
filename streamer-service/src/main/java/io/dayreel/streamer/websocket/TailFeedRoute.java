package io.dayreel.streamer.websocket;

import io.dayreel.access.AccessRefused;
import io.dayreel.access.Caller;
import io.dayreel.access.Role;
import io.dayreel.contracts.device.CloseCode;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.DeviceAccess;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.playback.PlaybackPool;
import io.dayreel.streamer.relay.TailFeed;
import io.dayreel.streamer.tail.PartitionTails;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.streamer.tail.Watcher;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code GET /v1/internal/tails/{device}}: other streamers take a device's tail from its owner here. Services only. */
public final class TailFeedRoute {
    /** Where it is on the router. */
    public static final String PATH = "/v1/internal/tails/:device";

    private final PartitionTails tails;
    private final ViewerWakes wakes;
    private final PlaybackPool pool;
    private final VertxAccess access;
    private final long sendQueueBytes;
    private final Set<ServerWebSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    public TailFeedRoute(
            PartitionTails tails, ViewerWakes wakes, PlaybackPool pool, VertxAccess access, long sendQueueBytes) {
        this.tails = tails;
        this.wakes = wakes;
        this.pool = pool;
        this.access = access;
        this.sendQueueBytes = sendQueueBytes;
    }

    /** Answers an upgrade request; called on the request's event loop. */
    public void connect(RoutingContext context) {
        try {
            Caller caller = access.authenticate(context);
            if (caller.role() != Role.SERVICE) {
                throw ProblemException.notFound("there is nothing at this address");
            }
            DeviceId device = DeviceAccess.device(caller, context.pathParam("device"));
            long after = Parameters.optional("after", context.request().getParam("after"), Long::parseLong)
                    .orElse(-1L);
            if (draining || !tails.owns(device)) {
                throw ProblemException.notFound("another streamer has this tail");
            }
            context.request().toWebSocket().onSuccess(socket -> open(socket, device, after));
        } catch (AccessRefused | ProblemException e) {
            VertxAccess.fail(context, e);
        }
    }

    /** Feeds nobody from now on: other streamers have the tails. */
    public void drain() {
        draining = true;
        sockets.forEach(socket -> socket.close((short) CloseCode.RESTARTING, "another streamer has this tail"));
    }

    private void open(ServerWebSocket socket, DeviceId device, long after) {
        VertxViewer sink = new VertxViewer(socket, sendQueueBytes);
        TailFeed.open(tails, device, after, sink, pool)
                .ifPresentOrElse(
                        feed -> {
                            Watcher wake = feed::wake;
                            sink.onRoom(feed::wake);
                            wakes.add(device, wake);
                            sockets.add(socket);
                            Runnable gone = () -> {
                                sockets.remove(socket);
                                wakes.remove(device, wake);
                                feed.close();
                            };
                            SocketPulse pulse = SocketPulse.start(socket, SocketPulse.Rhythm.USUAL, () -> {
                                gone.run();
                                sink.close(CloseCode.IDLE, "no answer to a ping");
                            });
                            socket.closeHandler(closed -> {
                                pulse.stop();
                                gone.run();
                            });
                            feed.wake();
                        },
                        () -> socket.close((short) CloseCode.RESTARTING, "another streamer has this tail"));
    }
}
