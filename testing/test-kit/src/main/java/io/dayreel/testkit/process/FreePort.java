package io.dayreel.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds loopback ports for processes that cannot choose one themselves. Prefer port 0 where the process can. */
public final class FreePort {
    private FreePort() {}

    /** A port that nobody listened on a moment ago. Somebody else may take it before the caller does. */
    public static int next() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free loopback port", e);
        }
    }
}
