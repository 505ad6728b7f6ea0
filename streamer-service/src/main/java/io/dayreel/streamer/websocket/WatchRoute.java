package io.dayreel.streamer.websocket;

import io.dayreel.access.AccessRefused;
import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.contracts.viewer.ViewerCommand;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.DeviceAccess;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.playback.PlaybackRequest;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.playback.PlaybackSession;
import io.dayreel.streamer.tail.ViewerWakes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * {@code GET /v1/devices/{device}/watch}. Whoever may not watch gets a problem document instead of the upgrade, also for
 * parameters that make no sense.
 */
public final class WatchRoute {
    /** Where it is on the router. */
    public static final String PATH = "/v1/devices/:device/watch";

    private static final LogEvents LOG = LogEvents.of(WatchRoute.class);

    private final PlaybackServices services;
    private final WatchGreeting greeting;
    private final ViewerWakes wakes;
    private final VertxAccess access;
    private final WatchLimits limits;
    private final Set<ServerWebSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /**
     * @param maxViewers further ones are answered 503
     * @param sendQueueBytes what may be on its way to one viewer
     */
    public record WatchLimits(int maxViewers, long sendQueueBytes) {}

    public WatchRoute(
            PlaybackServices services,
            WatchGreeting greeting,
            ViewerWakes wakes,
            VertxAccess access,
            WatchLimits limits) {
        this.services = services;
        this.greeting = greeting;
        this.wakes = wakes;
        this.access = access;
        this.limits = limits;
    }

    /** Answers an upgrade request; called on the request's event loop. */
    public void connect(RoutingContext context) {
        try {
            DeviceId device = DeviceAccess.watched(access.authenticate(context), context.pathParam("device"));
            PlaybackRequest request = WatchParameters.read(device, context.request());
            requireUpgrade(context);
            requireRoom();
            context.request().pause();
            Context loop = Vertx.currentContext();
            services.pool().run(() -> prepare(context, loop, request));
        } catch (AccessRefused | ProblemException e) {
            VertxAccess.fail(context, e);
        } catch (RejectedExecutionException e) {
            VertxAccess.fail(context, overloaded());
        }
    }

    private static void requireUpgrade(RoutingContext context) {
        if (!"websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))) {
            throw new ProblemException(
                    Problem.of(426, "upgrade-required", "Upgrade required", "this address is a WebSocket"));
        }
    }

    private void requireRoom() {
        if (draining || sockets.size() >= limits.maxViewers()) {
            throw overloaded();
        }
    }

    private static ProblemException overloaded() {
        return new ProblemException(
                Problem.of(503, "overloaded", "Too many viewers", "this streamer takes no more viewers: try again"));
    }

    /** May wait for the indexer, so it runs on the pool. */
    private void prepare(RoutingContext context, Context loop, PlaybackRequest request) {
        try {
            ViewerMessage.Welcome welcome = greeting.of(request.device());
            loop.runOnContext(ignored -> upgrade(context, request, welcome));
        } catch (RuntimeException e) { // whatever it is, the request must be answered
            loop.runOnContext(ignored -> VertxAccess.fail(context, e));
        }
    }

    private void upgrade(RoutingContext context, PlaybackRequest request, ViewerMessage.Welcome welcome) {
        context.request()
                .toWebSocket()
                .onSuccess(socket -> open(socket, request, welcome))
                .onFailure(failure -> LOG.warn("upgrade-failed", "reason", failure.getMessage()));
    }

    private void open(ServerWebSocket socket, PlaybackRequest request, ViewerMessage.Welcome welcome) {
        VertxViewer viewer = new VertxViewer(socket, limits.sendQueueBytes());
        PlaybackSession session = new PlaybackSession(request, services, viewer);
        viewer.onRoom(session::wake);
        sockets.add(socket);
        wakes.add(request.device(), session);
        socket.textMessageHandler(text -> command(viewer, session, text));
        Runnable gone = () -> {
            sockets.remove(socket);
            wakes.remove(request.device(), session);
            session.close();
        };
        SocketPulse pulse = SocketPulse.start(socket, SocketPulse.Rhythm.USUAL, () -> {
            gone.run(); // a peer that is gone may keep the socket itself from closing for long
            viewer.close(CloseCode.IDLE, "no answer to a ping");
        });
        socket.closeHandler(closed -> {
            pulse.stop();
            gone.run();
        });
        socket.exceptionHandler(failure -> LOG.debug("viewer-failed", "reason", failure.getMessage()));
        viewer.send(welcome);
        session.start();
    }

    private static void command(VertxViewer viewer, PlaybackSession session, String text) {
        try {
            session.command(Json.read(text, ViewerCommand.class));
        } catch (JsonFormatException e) {
            viewer.send(new ViewerMessage.Error("unknown-message", e.getMessage()));
        }
    }

    /** Takes no new viewers from now on. */
    public void refuse() {
        draining = true;
    }

    /** Takes no new viewers and sends those that are there elsewhere. */
    public void drain() {
        refuse();
        sockets.forEach(socket -> socket.close((short) CloseCode.RESTARTING, "restarting: connect again"));
    }
}
