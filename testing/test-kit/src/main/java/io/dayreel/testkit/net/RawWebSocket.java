package io.dayreel.testkit.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One end of a WebSocket (RFC 6455) that does nothing by itself: it answers no ping and no close, so that a test says
 * exactly what the other end gets to see. One thread reads; any may send. The test owns and closes it.
 */
public final class RawWebSocket implements AutoCloseable {
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final byte[] MASK = {1, 2, 3, 4};
    private static final String KEY = "ZGF5cmVlbCB0ZXN0IGtpdA==";
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CONNECT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final boolean client;
    private String request = "";

    /** A message or control frame. */
    public record Received(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** 1005 if the close frame names none, as RFC 6455 has it. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getChar();
        }
    }

    private RawWebSocket(Socket socket, boolean client) throws IOException {
        this.socket = socket;
        this.client = client;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(CONNECT_MILLIS);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /** Connects to a port of this machine and upgrades. @throws IOException if the answer is not 101 */
    public static RawWebSocket connect(int port, String pathAndQuery, String bearer) throws IOException {
        RawWebSocket made = new RawWebSocket(new Socket(InetAddress.getLoopbackAddress(), port), true);
        made.write("GET " + pathAndQuery + " HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\nAuthorization: Bearer " + bearer + "\r\n\r\n");
        String answer = made.head();
        if (!answer.startsWith("HTTP/1.1 101")) {
            made.close();
            throw new IOException("the server did not upgrade: " + answer);
        }
        return made;
    }

    /** Takes a client's upgrade on an accepted connection, with the subprotocol that it asks for. */
    public static RawWebSocket accept(Socket socket) throws IOException {
        RawWebSocket made = new RawWebSocket(socket, false);
        made.request = made.head();
        String key =
                made.header("Sec-WebSocket-Key").orElseThrow(() -> new IOException("no WebSocket: " + made.request));
        String protocol = made.header("Sec-WebSocket-Protocol")
                .map(asked -> "Sec-WebSocket-Protocol: " + asked + "\r\n")
                .orElse("");
        made.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + acceptance(key) + "\r\n" + protocol + "\r\n");
        return made;
    }

    private static String acceptance(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** What a client asked: request line and headers. */
    public String request() {
        return request;
    }

    private Optional<String> header(String name) {
        Matcher line = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(request);
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /**
     * Waits for the next message, put together from its fragments, or the next control frame.
     *
     * @return empty once the connection has ended, in order or not
     * @throws SocketTimeoutException if nothing came in time
     */
    public Optional<Received> read(Duration atMost) throws IOException {
        socket.setSoTimeout(Math.toIntExact(atMost.toMillis()));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int opcode = 0;
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] payload = payload();
                int found = first & 0x0F;
                if (found >= CLOSE) {
                    return Optional.of(new Received(found, payload));
                }
                opcode = found == 0 ? opcode : found;
                message.writeBytes(payload);
                if ((first & FIN) != 0) {
                    return Optional.of(new Received(opcode, message.toByteArray()));
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (EOFException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (socket.isClosed()) {
                throw e;
            }
            return Optional.empty(); // reset by the other end
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        int shortLength = second & 0x7F;
        long length = shortLength == LENGTH_16
                ? in.readUnsignedShort()
                : shortLength == LENGTH_64 ? in.readLong() : shortLength;
        byte[] mask = new byte[4];
        if ((second & MASKED) != 0) {
            in.readFully(mask);
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return masked(payload, mask);
    }

    private static byte[] masked(byte[] payload, byte[] mask) {
        byte[] result = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            result[i] = (byte) (payload[i] ^ mask[i & 3]);
        }
        return result;
    }

    public void sendText(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a close frame; the connection stays open until either end closes it. */
    public void sendClose(int code, String reason) throws IOException {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        send(
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putChar((char) code)
                        .put(text)
                        .array());
    }

    /** Sends one unfragmented frame. */
    public synchronized void send(int opcode, byte[] payload) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(14).put((byte) (FIN | opcode));
        int mask = client ? MASKED : 0;
        if (payload.length < LENGTH_16) {
            head.put((byte) (mask | payload.length));
        } else if (payload.length <= 0xFFFF) {
            head.put((byte) (mask | LENGTH_16)).putChar((char) payload.length);
        } else {
            head.put((byte) (mask | LENGTH_64)).putLong(payload.length);
        }
        if (client) {
            head.put(MASK);
        }
        out.write(head.array(), 0, head.position());
        out.write(client ? masked(payload, MASK) : payload);
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
