package io.dayreel.streamer.http;

import io.dayreel.access.AccessRefused;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.DeviceAccess;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Lets requests for a device through whose callers may watch it. */
final class WatchedDevice {
    private WatchedDevice() {}

    /** Calls {@code work} with the device of the path, or answers with the problem; likewise what {@code work} throws. */
    static void of(RoutingContext context, VertxAccess access, Consumer<DeviceId> work) {
        try {
            work.accept(DeviceAccess.watched(access.authenticate(context), context.pathParam("device")));
        } catch (AccessRefused | ProblemException e) {
            VertxAccess.fail(context, e);
        }
    }
}
