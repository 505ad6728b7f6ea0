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

    private static ProblemException unknown(String name) {
        return ProblemException.notFound("there is no device '" + name + "'");
    }
}
