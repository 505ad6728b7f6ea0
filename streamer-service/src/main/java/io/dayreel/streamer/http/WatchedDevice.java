package io.dayreel.streamer.http;

import io.dayreel.access.AccessRefused;
import io.dayreel.access.Caller;
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
            Caller caller = access.authenticate(context);
            DeviceId device = DeviceAccess.device(caller, context.pathParam("device"));
            if (!caller.mayWatch()) {
                throw ProblemException.forbidden("the token's role may send frames, not watch");
            }
            work.accept(device);
        } catch (AccessRefused | ProblemException e) {
            VertxAccess.fail(context, e);
        }
    }
}
