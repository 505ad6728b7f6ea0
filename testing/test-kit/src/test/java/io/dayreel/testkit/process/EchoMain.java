package io.dayreel.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A process for tests of processes: says its port and echoes every byte of one connection after the other. */
final class EchoMain {
    private EchoMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals("fail")) {
            System.out.println("this is why it failed");
            System.exit(3);
        }
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            System.out.println("greeting " + System.getenv("GREETING") + " " + System.getProperty("mood"));
            System.out.println("listening on " + server.getLocalPort());
            while (true) {
                try (Socket client = server.accept()) {
                    client.getInputStream().transferTo(client.getOutputStream());
                }
            }
        }
    }
}
