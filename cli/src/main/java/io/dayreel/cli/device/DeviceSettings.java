package io.dayreel.cli.device;

import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.contracts.device.Level;
import java.time.Duration;
import java.util.Objects;

/**
 * How a device sends.
 *
 * @param server with a token that allows to send as the device
 * @param device its name
 * @param wants how durable a frame must be before the spool gives it up
 * @param batch how long a frame waits for others to share its message, at most 50 ms
 * @param whenFull what becomes of new frames while the spool is full
 * @param route what frames go over
 */
public record DeviceSettings(
        ServerAddress server, String device, Level wants, Duration batch, WhenFull whenFull, Route route) {

    /** What becomes of new frames while the spool is full. */
    public enum WhenFull {
        /** Whoever adds a frame waits. For files and pipes. */
        WAIT,
        /** The oldest frames are given up and declared gone. For cameras, which cannot wait. */
        GIVE_UP_OLDEST
    }

    public DeviceSettings {
        Objects.requireNonNull(server);
        Objects.requireNonNull(wants);
        Objects.requireNonNull(whenFull);
        Objects.requireNonNull(route);
        if (!device.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException("a device's name has small letters, digits, '-' and '_', begins with a"
                    + " letter or digit, and has at most 63 characters; '" + device + "' does not");
        }
        if (batch.isNegative() || batch.toMillis() > 50) {
            throw new IllegalArgumentException("frames wait at most 50 ms for each other, not " + batch);
        }
    }

    /** Waits while the spool is full; frames wait 20 ms for each other. */
    public static DeviceSettings of(ServerAddress server, String device, Level wants) {
        return new DeviceSettings(server, device, wants, Duration.ofMillis(20), WhenFull.WAIT, Route.DIRECT);
    }

    public DeviceSettings forCamera() {
        return new DeviceSettings(server, device, wants, batch, WhenFull.GIVE_UP_OLDEST, route);
    }

    public DeviceSettings withBatch(Duration wait) {
        return new DeviceSettings(server, device, wants, wait, whenFull, route);
    }

    public DeviceSettings by(Route chosen) {
        return new DeviceSettings(server, device, wants, batch, whenFull, chosen);
    }
}
