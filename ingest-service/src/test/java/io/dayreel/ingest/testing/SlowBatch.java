package io.dayreel.ingest.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A batch by HTTP whose bytes go out exactly when the test says, over a plain socket: the JDK's client may keep what it
 * was given until more of the body comes, so that the server would not have begun with the batch at all.
 */
public final class SlowBatch implements AutoCloseable {
    private final Socket socket;

    private SlowBatch(Socket socket) {
        this.socket = socket;
    }

    /** Opens the request; {@code length} bytes have to follow for it to be whole. */
    public static SlowBatch begin(int port, String device, String token, long length) throws IOException {
        SlowBatch batch = new SlowBatch(new Socket(InetAddress.getLoopbackAddress(), port));
        batch.send(("POST /v1/devices/" + device + "/frames HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/vnd.dayreel.frames\r\nContent-Length: " + length
                        + "\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return batch;
    }

    public void send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Everything that the server answers until it closes the connection: status line, headers and body. */
    public String answer(Duration atMost) throws IOException {
        socket.setSoTimeout(Math.toIntExact(atMost.toMillis()));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Breaks the connection off. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
