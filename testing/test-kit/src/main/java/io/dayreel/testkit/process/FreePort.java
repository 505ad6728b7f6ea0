package io.dayreel.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds loopback ports for processes that cannot choose one themselves, or that are started again on the same one.
 * Prefer port 0 where the process can.
 */
public final class FreePort {
    /** Below what operating systems give to clients and to port 0, so that no connection takes it while it is free. */
    private static final int FIRST = 12_000;

    private static final int END = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePort() {}

    /** A port that nobody listens on, drawn at random, so that two processes hardly ever draw the same one. */
    public static int next() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free loopback port within " + FIRST + "–" + END);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
