package io.dayreel.datagrams.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.keys.PacketCiphers;
import io.dayreel.datagrams.keys.PacketSealer;
import io.dayreel.datagrams.keys.SessionKeys;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Packets with known bytes: {@code name.bin} is the packet, {@code name.json} what it was made of. A new one is added in
 * {@link #packets} and written with {@code -Dgolden.write=true}; existing files are never rewritten.
 */
class GoldenDatagramsTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] ROOT = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long SESSION = 0x0123456789abcdefL;
    private static final int EPOCH = 20_778;
    private static final long PROCESS = 0xfedcba9876543210L;

    private record Golden(String name, CipherSuite suite, boolean fromServer, long packet, byte[] payload) {
        byte[] bytes() {
            SessionKeys keys = SessionKeys.derive(SessionKeys.master(ROOT, EPOCH), SESSION, suite);
            PacketSealer sealer = fromServer
                    ? PacketSealer.ofServer(keys, EPOCH, SESSION, PROCESS)
                    : PacketSealer.ofDevice(keys, EPOCH, SESSION);
            PacketCiphers ciphers = new PacketCiphers();
            byte[] datagram = new byte[1200];
            int length = 0;
            for (long number = 0; number <= packet; number++) {
                length = sealer.seal(ciphers, payload, payload.length, datagram);
            }
            return Arrays.copyOf(datagram, length);
        }

        String meaning() {
            SessionKeys keys = SessionKeys.derive(SessionKeys.master(ROOT, EPOCH), SESSION, suite);
            return """
                    {
                      "sharedSecret": "%s",
                      "epoch": %d,
                      "session": "%016x",
                      "cipher": "%s",
                      "deviceKey": "%s",
                      "serverSecret": "%s",
                      "from": "%s",
                      "process": "%016x",
                      "packet": %d,
                      "payload": "%s"
                    }
                    """.formatted(
                            HEX.formatHex(ROOT),
                            EPOCH,
                            SESSION,
                            suite.wireName(),
                            HEX.formatHex(keys.deviceKey()),
                            HEX.formatHex(keys.serverSecret()),
                            fromServer ? "server" : "device",
                            fromServer ? PROCESS : 0,
                            packet,
                            HEX.formatHex(payload));
        }
    }

    private static List<Golden> packets() {
        List<Golden> packets = new ArrayList<>();
        for (CipherSuite suite : CipherSuite.values()) {
            packets.add(new Golden("fragment-" + suite.wireName(), suite, false, 0, fragment()));
            packets.add(new Golden("fragment-third-packet-" + suite.wireName(), suite, false, 2, fragment()));
            packets.add(new Golden("receipt-" + suite.wireName(), suite, true, 1, receipt()));
            packets.add(new Golden("acknowledgement-" + suite.wireName(), suite, true, 0, acknowledgement()));
            packets.add(new Golden("close-" + suite.wireName(), suite, false, 3, new byte[] {4}));
        }
        return packets;
    }

    private static byte[] fragment() {
        byte[] payload = Arrays.copyOf(new byte[0], 14);
        int at = Payload.writeFragment(payload, 70_000, 1, 2);
        System.arraycopy("hello".getBytes(StandardCharsets.US_ASCII), 0, payload, at, 5);
        return payload;
    }

    private static byte[] receipt() {
        PacketRanges ranges = new PacketRanges();
        for (long number : new long[] {0, 1, 2, 5, 9, 10}) {
            ranges.add(number);
        }
        byte[] payload = new byte[1200];
        return Arrays.copyOf(payload, ranges.writeReceipt(payload, payload.length));
    }

    private static byte[] acknowledgement() {
        byte[] payload = new byte[1200];
        CounterRanges ranges = CounterRanges.of(new CounterRange(0, 41), new CounterRange(100, 4_294_967_295L));
        return Arrays.copyOf(
                payload, Payload.writeAcknowledgement(payload, 1200, 2, Day.parse("2026-11-21"), 15_000, ranges));
    }

    @Test
    void packetsHaveTheBytesOfTheirFiles() throws IOException {
        for (Golden golden : packets()) {
            write(FOLDER.resolve(golden.name() + ".bin"), golden.bytes());
            write(FOLDER.resolve(golden.name() + ".json"), golden.meaning().getBytes(StandardCharsets.UTF_8));

            assertThat(golden.bytes())
                    .as(golden.name())
                    .isEqualTo(Files.readAllBytes(FOLDER.resolve(golden.name() + ".bin")));
            assertThat(golden.meaning())
                    .as(golden.name())
                    .isEqualTo(Files.readString(FOLDER.resolve(golden.name() + ".json")));
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        if (Boolean.getBoolean("golden.write") && !Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
    }

    @Test
    void thePayloadsReadAsWhatTheyMean() {
        Payload payload = new Payload();

        assertThat(payload.wrap(fragment(), 14).message()).isEqualTo(70_000);
        assertThat(payload.fragmentIndex()).isEqualTo(1);
        assertThat(payload.fragmentCount()).isEqualTo(2);
        assertThat(payload.fragmentBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
        TreeMap<Long, Long> received = new TreeMap<>();
        payload.wrap(receipt(), 32).forEachReceived(received::put);
        assertThat(received)
                .containsEntry(0L, 2L)
                .containsEntry(5L, 5L)
                .containsEntry(9L, 10L)
                .hasSize(3);
        payload.wrap(acknowledgement(), 23);
        assertThat(payload.level()).isEqualTo(2);
        assertThat(payload.day()).hasToString("2026-11-21");
        assertThat(payload.run()).isEqualTo(15_000);
        assertThat(payload.acknowledged()).hasToString("[0-41, 100-4294967295]");
    }
}
