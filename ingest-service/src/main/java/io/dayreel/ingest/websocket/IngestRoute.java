package io.dayreel.ingest.websocket;

import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import io.dayreel.access.AccessRefused;
import io.dayreel.access.Caller;
import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.ingest.session.Admission;
import io.dayreel.ingest.session.DeviceSession;
import io.dayreel.ingest.session.DeviceSocket;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.session.Redirection;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.log.LogEvents;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code GET /v1/ingest}: the device WebSocket (docs/reference/control-messages.md). */
public final class IngestRoute {
    /** Path of the route. */
    public static final String PATH = "/v1/ingest";

    private static final LogEvents LOG = LogEvents.of(IngestRoute.class);
    private static final int MAX_FRAME_BYTES = FrameLayout.MAX_MESSAGE_LENGTH + 1024;
    private static final long TICK_MILLIS = 1_000;

    private final VertxAccess access;
    private final IngestParts parts;
    private final Admission admission;

    /** @param admission asked about each device; one that is not taken is told where to go, and closed with 1012 */
    public IngestRoute(VertxAccess access, IngestParts parts, Admission admission) {
        this.access = access;
        this.parts = parts;
        this.admission = admission;
    }

    /** Takes a request to the route: upgrades it and opens a session. */
    public void connect(RoutingContext request) {
        if (!"websocket".equalsIgnoreCase(request.request().getHeader("Upgrade"))) {
            refusePlainRequest(request);
            return;
        }
        request.request()
                .toWebSocket()
                .onSuccess(socket -> open(request, socket))
                .onFailure(failure -> LOG.warn("upgrade-failed", "reason", failure.getMessage()));
    }

    private void refusePlainRequest(RoutingContext request) {
        try {
            access.authenticate(request);
            VertxAccess.end(request, Problem.of(426, "upgrade-required", "Upgrade required", "this is a WebSocket"));
        } catch (AccessRefused e) {
            VertxAccess.fail(request, e);
        }
    }

    private void open(RoutingContext request, ServerWebSocket socket) {
        Context context = Vertx.currentContext();
        Caller caller;
        DeviceId device;
        try {
            caller = access.authenticate(request);
            device = sendingDevice(caller, request.request().getParam("device"));
        } catch (AccessRefused e) {
            parts.meters().refused("token");
            socket.close((short) CloseCode.NOT_AUTHORISED, VertxDeviceSocket.shortened(e.getMessage()));
            return;
        }
        Optional<Redirection> elsewhere = admission.elsewhere(device);
        if (elsewhere.isPresent()) {
            parts.meters().refused("draining");
            socket.writeTextMessage(Json.write(elsewhere.get().message()));
            socket.close((short) CloseCode.RESTARTING, "no devices are taken here: connect again");
            return;
        }
        Channel channel = ((ConnectionBase) request.request().connection()).channel();
        DeviceSocket connection = new VertxDeviceSocket(socket, channel, context);
        DeviceSession session = new DeviceSession(device, caller.expires(), connection, parts);
        OversizeGuard.install(channel.pipeline(), MAX_FRAME_BYTES, session::tooLarge);
        attach(socket, session);
        LOG.info("device-connecting", "device", device, "session", session.session(), "subject", caller.subject());
    }

    private void attach(ServerWebSocket socket, DeviceSession session) {
        MessageAssembly assembly = new MessageAssembly(FrameLayout.MAX_MESSAGE_LENGTH);
        long timer = Vertx.currentContext().owner().setPeriodic(TICK_MILLIS, id -> session.tick());
        parts.meters().connected();
        socket.frameHandler(frame -> receive(frame, assembly, session));
        socket.pongHandler(pong -> session.alive());
        socket.drainHandler(ready -> session.drained());
        socket.exceptionHandler(
                failure -> LOG.debug("connection-failed", "session", session.session(), "reason", failure));
        socket.closeHandler(closed -> {
            Vertx.currentContext().owner().cancelTimer(timer);
            parts.meters().disconnected();
            session.gone();
        });
    }

    private static DeviceId sendingDevice(Caller caller, String named) {
        if (!caller.maySend()) {
            throw new AccessRefused("the token's role may watch, not send frames");
        }
        boolean one = !caller.devices().all() && caller.devices().names().size() == 1;
        if (named == null && !one) {
            throw new AccessRefused("the token is good for several devices: say which with ?device=");
        }
        String name = named == null ? caller.devices().names().iterator().next() : named;
        try {
            DeviceId device = new DeviceId(caller.tenant(), name);
            if (caller.mayUse(device)) {
                return device;
            }
        } catch (IllegalArgumentException e) {
            throw new AccessRefused(e.getMessage());
        }
        throw new AccessRefused("the token is not good for the device '" + name + "'");
    }

    private static void receive(WebSocketFrame frame, MessageAssembly assembly, DeviceSession session) {
        try {
            assembly.add(frame).ifPresent(message -> deliver(message, session));
        } catch (MessageAssembly.TooLarge e) {
            session.tooLarge();
        }
    }

    private static void deliver(MessageAssembly.Message message, DeviceSession session) {
        if (!message.text()) {
            session.frames(message.bytes());
            return;
        }
        try {
            session.control(Json.read(new String(message.bytes(), StandardCharsets.UTF_8), DeviceMessage.class));
        } catch (JsonFormatException e) {
            String code = e.getCause() instanceof InvalidTypeIdException ? "unknown-message" : "bad-message";
            session.notUnderstood(ServerMessage.Error.of(code, e.getMessage()));
        }
    }
}
