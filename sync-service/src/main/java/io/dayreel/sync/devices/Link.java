package io.dayreel.sync.devices;

import io.dayreel.contracts.presence.PresenceRecord;

/**
 * A device's connection, as presence told last.
 *
 * @param session unique per connection; empty before the first
 */
public record Link(boolean connected, String session, long connectedAtMillis, long leaseUntilMillis) {
    /** Never connected, as far as is known. */
    public static final Link NONE = new Link(false, "", 0, 0);

    static Link of(PresenceRecord presence) {
        return new Link(
                presence.connected(), presence.session(), presence.connectedAtMillis(), presence.leaseUntilMillis());
    }

    /** Whether the device can be asked. */
    public boolean isUp(long nowMillis) {
        return connected && leaseUntilMillis > nowMillis;
    }
}
