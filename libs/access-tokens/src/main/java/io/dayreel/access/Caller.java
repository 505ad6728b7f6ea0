package io.dayreel.access;

import io.dayreel.protocol.stream.DeviceId;
import java.time.Instant;
import java.util.Optional;

/**
 * Who calls, as a verified token says.
 *
 * @param tenant the only tenant that exists for this caller; {@link #ANY_TENANT} for a service that did not state one
 * @param pathPrefix present on signed addresses: the token is good for this path and what lies below it
 */
public record Caller(
        String subject, String tenant, Role role, DeviceScope devices, Optional<String> pathPrefix, Instant expires) {
    /** Tenant of service tokens. */
    public static final String ANY_TENANT = "*";

    public Caller {
        boolean anyTenant = ANY_TENANT.equals(tenant);
        if (anyTenant && role != Role.SERVICE) {
            throw new IllegalArgumentException("only a service acts for any tenant");
        }
        if (!anyTenant) {
            new DeviceId(tenant, "device");
        }
    }

    /** Whether the device exists for this caller. If not, the answer is the same as for a device that never was (404). */
    public boolean mayUse(DeviceId device) {
        return tenant.equals(device.tenant()) && devices.includes(device.device());
    }

    /** As {@link #mayUse(DeviceId)}, for a device of the caller's own tenant. */
    public boolean mayUse(String device) {
        return devices.includes(device);
    }

    /** Whether the role allows to send frames. */
    public boolean maySend() {
        return role != Role.VIEWER;
    }

    /** Whether the role allows to watch and query. */
    public boolean mayWatch() {
        return role != Role.DEVICE;
    }

    /** Whether the role allows what changes or shows the whole tenant: reindex, presence. */
    public boolean mayOperate() {
        return role == Role.OPERATOR || role == Role.SERVICE;
    }

    /** Whether the token is good for a path. Paths that climb or hide in escapes are good for nothing. */
    public boolean mayOpen(String path) {
        if (pathPrefix.isEmpty()) {
            return true;
        }
        String prefix = pathPrefix.get();
        if (path.contains("/..") || path.contains("%") || path.contains("//")) {
            return false;
        }
        return path.equals(prefix) || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
    }

    /**
     * A service's call on behalf of a tenant.
     *
     * @throws IllegalStateException unless this is a service
     */
    public Caller actingFor(String otherTenant) {
        if (role != Role.SERVICE) {
            throw new IllegalStateException("only a service acts for another tenant");
        }
        return new Caller(subject, otherTenant, role, devices, pathPrefix, expires);
    }
}
