package io.dayreel.cli.device;

import java.io.IOException;

/** The server will not take this device's frames, and trying again cannot help. The message is meant for the user. */
public final class DeviceRefused extends IOException {
    private static final long serialVersionUID = 1L;

    public DeviceRefused(String message) {
        super(message);
    }
}
