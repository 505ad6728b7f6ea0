package io.dayreel.datagrams.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.datagrams.packet.DatagramException;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.testkit.Covers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketSealerTest {
    private static final byte[] ROOT = new byte[32];

    private final PacketCiphers ciphers = new PacketCiphers();
    private final DatagramHeader header = new DatagramHeader();
    private final byte[] packet = new byte[1200];
    private final byte[] opened = new byte[1200];

    @Covers("A8")
    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void aSealedPacketOpensAnyNumberOfTimesAndNoOtherKeyOpensIt(CipherSuite suite) {
        SessionKeys keys = SessionKeys.derive(SessionKeys.master(ROOT, 7), 42, suite);
        PacketSealer sealer = PacketSealer.ofDevice(keys, 7, 42);

        int length = sealer.seal(ciphers, new byte[] {1, 2, 3}, 3, packet);

        header.wrap(packet, length, false);
        for (int time = 0; time < 3; time++) {
            assertThat(Arrays.copyOf(opened, ciphers.open(keys.forDevice(), header, opened)))
                    .containsExactly(1, 2, 3);
        }
        SessionKeys other = SessionKeys.derive(SessionKeys.master(ROOT, 8), 42, suite);
        assertThatThrownBy(() -> ciphers.open(other.forDevice(), header, opened))
                .isInstanceOf(DatagramException.class);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void aChangedBitAnywhereIsNoticed(CipherSuite suite) {
        SessionKeys keys = SessionKeys.derive(SessionKeys.master(ROOT, 7), 42, suite);
        int length = PacketSealer.ofServer(keys, 7, 42, 99).seal(ciphers, new byte[20], 20, packet);

        for (int bit = 16; bit < length * 8; bit++) {
            byte[] flipped = packet.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            header.wrap(flipped, length, true);
            assertThatThrownBy(() -> ciphers.open(keys.forProcess(99), header, opened))
                    .isInstanceOf(DatagramException.class);
        }
    }

    @Test
    void keysOfDirectionsProcessesSessionsAndCiphersDiffer() {
        byte[] master = SessionKeys.master(ROOT, 1);
        SessionKeys keys = SessionKeys.derive(master, 1, CipherSuite.CHACHA20_POLY1305);

        assertThat(keys.forDevice().key().getEncoded())
                .isNotEqualTo(keys.forProcess(1).key().getEncoded());
        assertThat(keys.forProcess(2).key().getEncoded())
                .isNotEqualTo(keys.forProcess(1).key().getEncoded());
        assertThat(SessionKeys.derive(master, 2, CipherSuite.CHACHA20_POLY1305).deviceKey())
                .isNotEqualTo(keys.deviceKey());
        assertThat(SessionKeys.derive(master, 1, CipherSuite.AES_128_GCM).deviceKey())
                .isNotEqualTo(Arrays.copyOf(keys.deviceKey(), 16));
        assertThat(SessionKeys.of(CipherSuite.CHACHA20_POLY1305, keys.deviceKey(), keys.serverSecret())
                        .forProcess(5)
                        .key())
                .isEqualTo(keys.forProcess(5).key());
    }
}
