package io.dayreel.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyIT {
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void startEchoBehindTheProxy() throws IOException {
        echo = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::echoUntilClosed, "dayreel-test-echo");
        server.setDaemon(true);
        server.start();
        proxy = FaultProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytesPassBothWaysAndAnEndOfInputArrivesAsEndOfOutput() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[100_000]);
            client.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).hasSize(100_000);
        }
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void aCutConnectionIsResetAndANewOneWorks() throws IOException {
        try (Socket client = connect()) {
            assertThat(exchanged(client)).isEqualTo(7);

            proxy.cut();

            assertThatThrownBy(() -> exchanged(client)).isInstanceOf(SocketException.class);
        }
        try (Socket next = connect()) {
            assertThat(exchanged(next)).isEqualTo(7);
        }
    }

    @Test
    void aBlackholeHoldsBytesBackAndHealingDeliversThem() throws IOException {
        try (Socket client = connect()) {
            exchanged(client);
            proxy.blackhole();
            client.setSoTimeout(300);
            assertThatThrownBy(() -> exchanged(client)).isInstanceOf(SocketTimeoutException.class);

            proxy.heal();

            client.setSoTimeout(5000);
            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void aThrottledConnectionTakesTheTimeOfItsRate() throws IOException {
        proxy.throttle(100_000);
        try (Socket client = connect()) {
            long started = System.nanoTime();

            client.getOutputStream().write(new byte[50_000]);
            client.getInputStream().readNBytes(50_000);

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(Duration.ofMillis(450), Duration.ofSeconds(3));
        }
    }

    @Test
    void aDelayAddsToBothDirections() throws IOException {
        proxy.delay(Duration.ofMillis(100));
        try (Socket client = connect()) {
            long started = System.nanoTime();

            exchanged(client);

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(190));
        }
    }

    @Test
    void aHalfOpenConnectionTakesBytesAndNeverAnswers() throws IOException {
        try (Socket client = connect()) {
            exchanged(client);

            proxy.halfOpen();

            client.setSoTimeout(300);
            assertThatThrownBy(() -> exchanged(client)).isInstanceOf(SocketTimeoutException.class);
            client.getOutputStream().write(new byte[200_000]);
        }
    }

    @Test
    void refusingResetsNewConnectionsUntilHealed() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> {
                    try (Socket refused = connect()) {
                        exchanged(refused);
                        exchanged(refused);
                    }
                })
                .isInstanceOf(IOException.class);

        proxy.heal();

        try (Socket client = connect()) {
            assertThat(exchanged(client)).isEqualTo(7);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(5000);
        return socket;
    }

    private static int exchanged(Socket client) throws IOException {
        client.getOutputStream().write(7);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("closed");
        }
        return answer;
    }

    private void echoUntilClosed() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Thread one = new Thread(() -> echo(client), "dayreel-test-echo-one");
                one.setDaemon(true);
                one.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException resetByTheProxy) {
            return;
        }
    }
}
