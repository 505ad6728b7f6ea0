package io.dayreel.datagrams.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.testkit.Covers;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class LossyLinkTest {
    private static final int KEY_FRAME = 120_000;

    @Covers({"A1", "C6"})
    @Property(tries = 60)
    void aKeyFrameOfAHundredDatagramsArrivesInTimeAtTenPercentLoss(
            @ForAll long seed, @ForAll @IntRange(min = 5, max = 60) int delay, @ForAll CipherSuite suite) {
        SimulatedLink link = new SimulatedLink(new Weather(0.10, 0.05, delay, 30, seed)).open(1, 1, suite);
        byte[] frame = message(seed, KEY_FRAME);

        link.offer(5, frame);
        link.run(1_500);

        assertThat(link.givenUp).isEmpty();
        assertThat(link.messages).containsExactly(frame);
        assertThat(link.arrivedAt).containsKey(5L);
    }

    @Property(tries = 40)
    void whateverTheNetworkDoesMessagesArriveWholeAndOnceOrAreGivenUp(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 0.6) double loss,
            @ForAll @DoubleRange(max = 0.5) double duplication,
            @ForAll @IntRange(max = 300) int jitter) {
        SimulatedLink link =
                new SimulatedLink(new Weather(loss, duplication, 20, jitter, seed)).open(1, 1, CipherSuite.AES_128_GCM);
        Random sizes = new Random(seed);
        List<byte[]> offered = new ArrayList<>();

        for (int id = 0; id < 40; id++) {
            offered.add(message(id, 1 + sizes.nextInt(id % 10 == 0 ? 60_000 : 4_000)));
            assertThat(link.offer(id, offered.get(id))).isTrue();
            link.run(33);
        }
        link.run(5_000);

        assertThat(link.messages).doesNotHaveDuplicates().allMatch(message -> contains(offered, message));
        for (long id = 0; id < offered.size(); id++) {
            assertThat(link.arrivedAt.containsKey(id) ^ link.givenUp.contains(id))
                    .as("message %s arrived or was given up", id)
                    .isTrue();
            if (link.arrivedAt.containsKey(id)) {
                assertThat(contains(link.messages, offered.get((int) id))).isTrue();
            }
        }
        assertThat(link.uplink.isIdle()).isTrue();
        assertThat(link.uplink.queuedBytes()).isZero();
        assertThat(link.bytesToDevice).isLessThanOrEqualTo(link.bytesToServer);
    }

    private static boolean contains(List<byte[]> messages, byte[] message) {
        return messages.stream().anyMatch(each -> java.util.Arrays.equals(each, message));
    }

    @Example
    void acknowledgementsReachTheDevice() {
        SimulatedLink link = new SimulatedLink(new Weather(0, 0, 20, 0, 1)).open(1, 1, CipherSuite.CHACHA20_POLY1305);

        link.offer(1, message(1, 100));
        link.offer(2, message(2, 100));
        link.run(500);

        assertThat(link.acknowledged.get(1)).hasToString("[0-1]");
    }

    @Covers("A8")
    @Example
    void newKeysInMidStreamLoseNothing() {
        SimulatedLink link =
                new SimulatedLink(new Weather(0.10, 0.05, 30, 20, 7)).open(1, 1, CipherSuite.CHACHA20_POLY1305);

        for (int id = 0; id < 200; id++) {
            if (id % 50 == 49) {
                link.open(id, 1 + id / 50, CipherSuite.AES_128_GCM);
            }
            link.offer(id, message(id, 20_000));
            link.run(33);
        }
        link.run(2_000);

        assertThat(link.givenUp).isEmpty();
        assertThat(link.arrivedAt).hasSize(200);
        assertThat(link.messages).hasSize(200);
    }

    @Example
    void aDeviceThatMovesIsAnsweredAtItsNewAddressOnly() {
        SimulatedLink link = new SimulatedLink(new Weather(0, 0, 20, 0, 3)).open(1, 1, CipherSuite.AES_128_GCM);
        SocketAddress abroad = InetSocketAddress.createUnresolved("abroad", 2000);
        link.offer(1, message(1, 10_000));
        link.run(500);
        assertThat(link.answeredTo).containsOnly(SimulatedLink.HOME);
        link.answeredTo.clear();

        link.comesFrom(abroad);
        link.offer(2, message(2, 10_000));
        link.run(500);

        assertThat(link.arrivedAt).containsKeys(1L, 2L);
        assertThat(link.answeredTo).isNotEmpty().containsOnly(abroad);
    }

    @Example
    void aDeadNetworkEndsInGivingUpAndAFullQueueRefuses() {
        SimulatedLink link = new SimulatedLink(new Weather(1, 0, 20, 0, 3)).open(1, 1, CipherSuite.AES_128_GCM);
        int taken = 0;
        while (link.offer(taken, message(taken, 500_000))) {
            taken++;
        }

        link.run(1_600);

        assertThat(taken).isEqualTo(8);
        assertThat(link.givenUp).hasSize(taken);
        assertThat(link.sentByDevice).as("a silent network is not flooded").isLessThan(500);
        assertThat(link.offer(100, message(100, 500_000))).isTrue();
    }

    static byte[] message(long seed, int length) {
        byte[] message = new byte[length];
        new Random(seed).nextBytes(message);
        return message;
    }
}
