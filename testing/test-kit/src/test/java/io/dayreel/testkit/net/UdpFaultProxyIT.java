package io.dayreel.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpFaultProxyIT {
    private DatagramSocket server;
    private DatagramSocket client;
    private UdpFaultProxy proxy;

    @BeforeEach
    void open() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server.setSoTimeout(500);
        client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        client.setSoTimeout(500);
        proxy = UdpFaultProxy.to(server.getLocalPort(), 42);
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
        client.close();
    }

    @Test
    void packetsPassBothWaysAndARebindChangesWhereTheyComeFrom() throws IOException {
        send(client, 7, proxy.port());
        DatagramPacket first = receive(server);
        send(server, 8, first.getPort());
        assertThat(receive(client).getData()[0]).isEqualTo((byte) 8);

        proxy.rebind();

        send(client, 9, proxy.port());
        DatagramPacket second = receive(server);
        assertThat(second.getData()[0]).isEqualTo((byte) 9);
        assertThat(second.getPort()).isNotEqualTo(first.getPort());
    }

    @Test
    void packetsAreLostRepeatedAndReorderedAsTold() throws IOException {
        proxy.lose(0.3).duplicate(0.2).reorder(30);
        for (int number = 0; number < 100; number++) {
            send(client, number, proxy.port());
        }

        List<Integer> arrived = new ArrayList<>();
        try {
            while (true) {
                arrived.add((int) receive(server).getData()[0]);
            }
        } catch (SocketTimeoutException end) {
            assertThat(arrived).hasSizeBetween(60, 115);
            assertThat(arrived.stream().distinct().count()).isBetween(50L, (long) arrived.size() - 1);
            assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
            assertThat(proxy.lost()).isBetween(15L, 45L);
            assertThat(proxy.passed()).isEqualTo(arrived.size());
        }
    }

    private static void send(DatagramSocket from, int content, int port) throws IOException {
        from.send(new DatagramPacket(new byte[] {(byte) content}, 1, InetAddress.getLoopbackAddress(), port));
    }

    private static DatagramPacket receive(DatagramSocket on) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[10], 10);
        on.receive(packet);
        return packet;
    }
}
