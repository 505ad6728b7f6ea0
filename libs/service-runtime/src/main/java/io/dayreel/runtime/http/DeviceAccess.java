package io.dayreel.runtime.http;

import io.dayreel.access.Caller;
import io.dayreel.protocol.stream.DeviceId;

/** Whether a device exists for a caller. */
public final class DeviceAccess {
    private DeviceAccess() {}

    /**
     * A device of the caller's tenant by name.
     *
     * @throws ProblemException 404 unless the caller's token includes it; the same whether it exists or not
     */
    public static DeviceId device(Caller caller, String name) {
        try {
            DeviceId device = new DeviceId(caller.tenant(), name);
            if (caller.mayUse(device)) {
                return device;
            }
        } catch (IllegalArgumentException e) {
            throw unknown(name);
        }
        throw unknown(name);
    }

    /**
     * As {@link #device}, for watching and querying.
     *
     * @throws ProblemException also 403 for a token that only sends
     */
    public static DeviceId watched(Caller caller, String name) {
        DeviceId device = device(caller, name);
        if (!caller.mayWatch()) {
            throw ProblemException.forbidden("the token's role may send frames, not watch or query");
        }
        return device;
    }

    private static ProblemException unknown(String name) {
        return ProblemException.notFound("there is no device '" + name + "'");
    }
}
