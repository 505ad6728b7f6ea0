package io.dayreel.datagrams.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.keys.PacketCiphers;
import io.dayreel.datagrams.keys.PacketSealer;
import io.dayreel.datagrams.keys.SessionKeys;
import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.datagrams.packet.Payload;
import io.dayreel.datagrams.server.ServerLimits;
import io.dayreel.testkit.Covers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BadPacketsTest {
    private static final byte[] ROOT = "the installation's shared secret".getBytes(StandardCharsets.US_ASCII);

    private final SimulatedLink link =
            new SimulatedLink(new Weather(0, 0, 10, 0, 1)).open(1, 1, CipherSuite.AES_128_GCM);
    private final PacketCiphers ciphers = new PacketCiphers();
    private final PacketSealer device =
            PacketSealer.ofDevice(SessionKeys.derive(SessionKeys.master(ROOT, 1), 1, CipherSuite.AES_128_GCM), 1, 1);

    @Property
    void anyBytesAreDroppedWithAReason(@ForAll @Size(max = 1300) byte[] bytes) {
        assertThat(link.inject(bytes, SimulatedLink.HOME)).isPresent();
        assertThat(link.uplink.receive(bytes, bytes.length, 0)).isFalse();
        assertThat(link.messages).isEmpty();
    }

    @Covers("A8")
    @Property
    void cutAndFlippedPacketsLeaveNoTrace(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int flips) {
        Random random = new Random(seed);
        byte[] good = packet(fragment(0, 0, 1, 200));
        byte[] bad = random.nextInt(3) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int i = 0; i < flips && Arrays.equals(bad, good); i++) {
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        }

        Optional<DropReason> dropped = link.inject(bad, SimulatedLink.HOME);

        assertThat(dropped)
                .get()
                .isIn(
                        DropReason.TRUNCATED,
                        DropReason.VERSION,
                        DropReason.FORGED,
                        DropReason.UNKNOWN_SESSION,
                        DropReason.REPLAYED);
        assertThat(link.messages).isEmpty();
    }

    @Property
    void anAuthenticPayloadOfAnyBytesThrowsNothing(@ForAll @Size(min = 1, max = 1164) byte[] payload) {
        byte[] small = payload.clone();
        small[0] = (byte) (small[0] & 7);

        link.inject(packet(payload), SimulatedLink.HOME);
        link.inject(packet(small), SimulatedLink.HOME);

        assertThat(link.mostReassembly).isLessThanOrEqualTo(8 << 20);
    }

    @Example
    void aReplayedPacketIsDroppedBeforeAnyCryptography() {
        byte[] once = packet(fragment(0, 0, 1, 200));

        assertThat(link.inject(once, SimulatedLink.HOME)).isEmpty();

        assertThat(link.inject(once, SimulatedLink.HOME)).contains(DropReason.REPLAYED);
        assertThat(link.messages).hasSize(1);
    }

    @Example
    void aPacketThatIsTooLongOrOfTheOtherDirectionIsDropped() {
        byte[] other = packet(fragment(0, 0, 1, 200));
        other[1] = 1;

        assertThat(link.inject(new byte[1201], SimulatedLink.HOME)).contains(DropReason.OVERSIZE);
        assertThat(link.inject(other, SimulatedLink.HOME)).contains(DropReason.VERSION);
    }

    @Example
    void aMessageLargerThanAllowedIsGivenUpAndDoesNotBeginAgain() {
        assertThat(link.inject(packet(fragment(0, 0, 0xFFFF, 1_100)), SimulatedLink.HOME))
                .isEmpty();
        int dropped = 0;
        for (int index = 1; index < 1_100; index++) {
            dropped += link.inject(packet(fragment(0, index, 0xFFFF, 1_100)), SimulatedLink.HOME)
                            .isPresent()
                    ? 1
                    : 0;
        }

        assertThat(dropped).isPositive();
        assertThat(link.drops).containsKey(DropReason.OVERSIZE).containsKey(DropReason.REPEATED);
        assertThat(link.messages).isEmpty();
    }

    @Example
    void fragmentsThatContradictEachOtherAreDropped() {
        assertThat(link.inject(packet(fragment(0, 0, 3, 10)), SimulatedLink.HOME))
                .isEmpty();

        assertThat(link.inject(packet(fragment(0, 0, 3, 10)), SimulatedLink.HOME))
                .contains(DropReason.REPEATED);
        assertThat(link.inject(packet(fragment(0, 1, 4, 10)), SimulatedLink.HOME))
                .contains(DropReason.MALFORMED);
        assertThat(link.inject(packet(fragment(1, 3, 3, 10)), SimulatedLink.HOME))
                .contains(DropReason.MALFORMED);
    }

    @Example
    void unfinishedMessagesTakeNoMoreMemoryThanAllowedAndAreForgotten() {
        ServerLimits limits = new ServerLimits(200_000, 400_000, Duration.ofSeconds(3));
        SimulatedLink small =
                new SimulatedLink(new Weather(0, 0, 10, 0, 1), limits, 300_000).open(1, 1, CipherSuite.AES_128_GCM);

        for (int message = 0; message < 50; message++) {
            for (int index = 0; index < 50; index++) {
                small.inject(packet(fragment(message, index, 51, 1_100)), SimulatedLink.HOME);
            }
        }
        small.inject(packet(fragment(49, 50, 51, 1_100)), SimulatedLink.HOME);

        assertThat(small.mostReassembly).isGreaterThan(200_000).isLessThanOrEqualTo(300_000);
        assertThat(small.drops).containsKey(DropReason.REASSEMBLY_FULL);
        assertThat(small.messages).as("the newest message is the one that fits").hasSize(1);
        small.run(3_100);
        assertThat(small.drops).containsKey(DropReason.REASSEMBLY_TIMEOUT);
        assertThat(small.reassemblyBytes()).isZero();
    }

    @Example
    void aFragmentThatPromisesManyOthersCostsWhatItBrings() {
        for (int message = 0; message < 100; message++) {
            link.inject(packet(fragment(message, 0xFFFE, 0xFFFF, 1)), SimulatedLink.HOME);
        }

        assertThat(link.mostReassembly).isLessThan(100 * 500);
    }

    private byte[] fragment(long message, int index, int count, int length) {
        byte[] payload = new byte[length + 9];
        Payload.writeFragment(payload, message, index, count);
        return payload;
    }

    private byte[] packet(byte[] payload) {
        byte[] datagram = new byte[1300];
        return Arrays.copyOf(datagram, device.seal(ciphers, payload, payload.length, datagram));
    }
}
