package io.dayreel.ingest.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.contracts.received.ReceivedDay.ReceivedRun;
import io.dayreel.contracts.udp.UdpSessionRecord;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.udp.UdpInstance.Device;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.clock.TestClock;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class UdpReceiverTest {
    private static final DeviceId CAM = new DeviceId("demo", "cam");
    private static final Day TODAY = Day.parse("2026-11-21");

    private final TestClock clock = TestClock.at(Instant.parse("2026-11-21T10:00:00Z"));
    private final UdpInstance ingest = new UdpInstance(clock, 1);
    private final Device device = new Device(ingest.open(CAM));

    @Covers("A1")
    @Test
    void framesAreAcknowledgedAfterKafkaConfirmedThemAndNotBefore() {
        device.send(Frames.data(TODAY, 1, 0, new byte[5_000])).forEach(ingest::receive);
        device.hear(ingest.tick(20));
        assertThat(ingest.waiting).hasSize(1);
        assertThat(device.acknowledged.isEmpty()).isTrue();

        ingest.settle(null);
        device.hear(ingest.tick(20));

        assertThat(device.acknowledged).hasToString("[0-0]");
    }

    @Test
    void whatKafkaDidNotConfirmIsNeverAcknowledged() {
        device.send(Frames.data(TODAY, 1, 0)).forEach(ingest::receive);

        ingest.settle(new IllegalStateException("too late"));

        for (int tick = 0; tick < 100; tick++) {
            device.hear(ingest.tick(20));
        }
        assertThat(device.acknowledged.isEmpty()).isTrue();
    }

    @Test
    void anAcknowledgementThatIsLostIsToldAgain() {
        device.send(Frames.data(TODAY, 1, 0, new byte[5_000])).forEach(ingest::receive);
        ingest.settle(null);
        ingest.tick(20);

        for (int tick = 0; tick < 20; tick++) {
            device.hear(ingest.tick(20));
        }

        assertThat(device.acknowledged).hasToString("[0-0]");
    }

    /** Each is told three times, so that all of them are due again after a round that told them. */
    @Test
    void manySessionsAreToldInOneRoundThatEnds() {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Device each = new Device(ingest.open(new DeviceId("demo", "cam" + i)));
            devices.add(each);
            each.send(Frames.data(TODAY, 1, 0, new byte[900])).forEach(ingest::receive);
            ingest.tick(20);
        }
        ingest.settle(null);

        List<byte[]> answers = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> ingest.tick(20));

        devices.forEach(each -> each.hear(answers));
        assertThat(devices).allMatch(each -> each.acknowledged.contains(0));
    }

    @Test
    void whileKafkaStandsStillMemoryIsBoundedAndWhatHasNoRoomIsDroppedUnacknowledged() {
        for (int counter = 0; counter < 200; counter++) {
            device.send(Frames.data(TODAY, 1, counter, new byte[20_000])).forEach(ingest::receive);
            device.hear(ingest.tick(20));
        }

        assertThat(ingest.budget.used()).isLessThanOrEqualTo(300_000);
        assertThat(ingest.dropped(DropReason.NO_BUDGET)).isGreaterThan(150);
        assertThat(device.acknowledged.isEmpty()).isTrue();
        ingest.settle(null);
        device.hear(ingest.tick(20));
        assertThat(device.acknowledged.size()).isEqualTo(14);
    }

    @Covers("A8")
    @Test
    void packetsThatReachAnotherInstanceAreOpenedThere() {
        UdpInstance other = new UdpInstance(clock, 2);
        ingest.topic.forEach(other.known::published);
        List<byte[]> first = device.send(Frames.data(TODAY, 1, 0, new byte[5_000]));
        List<byte[]> second = device.send(Frames.data(TODAY, 1, 1, new byte[5_000]));

        first.forEach(ingest::receive);
        second.forEach(other::receive);

        ingest.settle(null);
        other.settle(null);
        device.hear(ingest.tick(20));
        device.hear(other.tick(20));
        assertThat(device.acknowledged).hasToString("[0-1]");
    }

    @Covers("A8")
    @Test
    void aFloodOfForgedPacketsCostsAtMostOneAuthenticationEachAndNoMemory() {
        byte[] genuine = device.send(Frames.data(TODAY, 1, 0, new byte[900])).get(0);
        Random random = new Random(1);

        for (int i = 0; i < 20_000; i++) {
            byte[] forged = genuine.clone();
            random.nextInt();
            forged[19] = (byte) i;
            forged[18] = (byte) (i >> 8);
            forged[40 + random.nextInt(800)] ^= 1;
            ingest.receive(forged);
        }

        assertThat(ingest.dropped(DropReason.FORGED))
                .as("as many as the rate admits")
                .isEqualTo(50);
        assertThat(ingest.dropped(DropReason.RATE)).isEqualTo(19_950);
        assertThat(ingest.reassembly.used()).isZero();
        assertThat(ingest.waiting).isEmpty();
        assertThat(ingest.tick(20)).as("nothing is answered").isEmpty();
        ingest.tick(2_000);
        ingest.receive(genuine);
        assertThat(ingest.waiting).as("the genuine packet still passes").hasSize(1);
    }

    @Covers("A8")
    @Test
    void everyKindOfBadPacketIsCountedAndLeavesNoTrace() {
        byte[] good = device.send(Frames.data(TODAY, 1, 0, new byte[500])).get(0);

        ingest.receive(Arrays.copyOf(good, 30));
        ingest.receive(new byte[1201]);
        ingest.receive(with(good, 0, 2));
        ingest.receive(with(good, 5, good[5] ^ 1));
        ingest.receive(with(good, 3, good[3] ^ 1));
        ingest.receive(with(good, 100, good[100] ^ 1));
        assertThat(ingest.waiting).isEmpty();
        ingest.receive(good);
        ingest.receive(good);

        assertThat(ingest.dropped(DropReason.TRUNCATED)).isEqualTo(1);
        assertThat(ingest.dropped(DropReason.OVERSIZE)).isEqualTo(1);
        assertThat(ingest.dropped(DropReason.VERSION)).isEqualTo(1);
        assertThat(ingest.dropped(DropReason.UNKNOWN_SESSION)).isEqualTo(1);
        assertThat(ingest.dropped(DropReason.FORGED))
                .as("another epoch, a changed byte")
                .isEqualTo(2);
        assertThat(ingest.dropped(DropReason.REPLAYED)).isEqualTo(1);
        assertThat(ingest.waiting).hasSize(1);
    }

    @Test
    void aMessageWithABadFrameIsCountedAndWhatWasGoodBeforeItIsKept() {
        byte[] bad = Frames.broken(Frames.data(TODAY, 1, 1), FrameLayout.CRC_AT, 1);

        device.send(Frames.join(Frames.data(TODAY, 1, 0), bad)).forEach(ingest::receive);

        assertThat(ingest.dropped(DropReason.BAD_FRAME)).isEqualTo(1);
        assertThat(ingest.waiting.get(0).message().ranges()).hasToString("[0-0]");
        assertThat(ingest.budget.used())
                .isEqualTo(ingest.waiting.get(0).message().bytes().length);
    }

    @Test
    void anExpiredSessionIsNotOpenedAnyMoreAndIsWithdrawn() {
        byte[] late = device.send(Frames.data(TODAY, 1, 0)).get(0);
        clock.advance(Duration.ofHours(12));

        ingest.receive(late);

        assertThat(ingest.dropped(DropReason.EXPIRED)).isEqualTo(1);
        clock.advance(Duration.ofMinutes(2));
        ingest.sessions.withdrawExpired();
        assertThat(ingest.topic).isEmpty();
        ingest.receive(late);
        assertThat(ingest.dropped(DropReason.UNKNOWN_SESSION)).isEqualTo(1);
    }

    @Test
    void aSessionThatSendsTooFastIsSlowedDown() {
        for (int i = 0; i < 1_300; i++) {
            device.send(Frames.data(TODAY, 1, i)).forEach(ingest::receive);
            ingest.settle(null);
            device.hear(ingest.tick(0));
        }

        assertThat(ingest.dropped(DropReason.RATE)).isGreaterThan(250);
    }

    @Test
    void aDeviceThatIsRestartedAgainAndAgainHasSixteenSessionsAtMost() {
        for (int i = 0; i < 40; i++) {
            ingest.open(CAM);
        }
        ingest.open(new DeviceId("demo", "other"));

        assertThat(ingest.topic).hasSize(17);
        assertThat(ingest.known.size()).isEqualTo(17);
    }

    @Test
    void aReceiptThatFindsNoRoomDoesNotKeepItsSessionBusy() {
        device.send(new byte[1]).forEach(ingest::receive);

        assertThat(ingest.tick(20))
                .as("a packet of 46 bytes pays for no receipt")
                .isEmpty();

        assertThat(ingest.receiver.busySessions()).isZero();
        device.send(Frames.data(TODAY, 1, 0, new byte[900])).forEach(ingest::receive);
        assertThat(ingest.tick(20)).isNotEmpty();
    }

    @Covers("A8")
    @Test
    void aSessionThatBecomesKnownASecondTimeSealsWithAnotherKey() {
        Map<String, UdpSessionRecord> records = Map.copyOf(ingest.topic);
        List<String> nonces = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            device.send(Frames.data(TODAY, 1, time, new byte[900])).forEach(ingest::receive);
            ingest.tick(20).forEach(answer -> nonces.add(nonce(answer)));

            ingest.known.of(CAM).forEach(ingest.known::remove);
            records.forEach(ingest.known::published);
        }

        assertThat(nonces).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    }

    private static String nonce(byte[] answer) {
        DatagramHeader header = new DatagramHeader().wrap(answer, answer.length, true);
        return header.process() + " " + header.packet();
    }

    @Test
    void aSessionThatCannotBeAnsweredDoesNotHoldUpTheOthers() {
        Device second = new Device(ingest.open(new DeviceId("demo", "second")));
        device.send(Frames.data(TODAY, 1, 0, new byte[900])).forEach(ingest::receive);
        second.send(Frames.data(TODAY, 1, 0, new byte[900])).forEach(ingest::receive);
        List<SocketAddress> tried = new ArrayList<>();

        ingest.receiver.tick(20_000_000, (datagram, length, to) -> {
            tried.add(to);
            if (tried.size() == 1) {
                throw new IllegalStateException("as the test wants it");
            }
        });

        assertThat(tried).hasSize(2);
    }

    @Covers("A9")
    @Test
    void framesThatWereAcknowledgedCannotBeDeclaredGone() {
        ingest.received = CompletableFuture.completedFuture(Optional.of(received(3)));
        device.send(Frames.data(TODAY, 1, 9)).forEach(ingest::receive);
        ingest.settle(null);

        device.send(Frames.join(
                        Frames.gone(TODAY, 1, 10, gone("[[3,3]]")),
                        Frames.gone(TODAY, 1, 11, gone("[[9,9]]")),
                        Frames.gone(TODAY, 1, 12, gone("[[4,8]]"))))
                .forEach(ingest::receive);

        assertThat(ingest.refused("gone-acknowledged"))
                .as("what sync has, and what was acknowledged a moment ago")
                .isEqualTo(2);
        assertThat(ingest.waiting).hasSize(1);
        assertThat(ingest.waiting.get(0).message().ranges()).hasToString("[12-12]");
        ingest.settle(null);
        device.hear(ingest.tick(20));
        assertThat(device.acknowledged).hasToString("[9-9, 12-12]");
        assertThat(ingest.budget.used()).isZero();
    }

    @Test
    void messagesThatWaitToBeJudgedHaveNoMoreRoomThanOthers() {
        ingest.received = new CompletableFuture<>();

        for (int counter = 0; counter < 40; counter++) {
            device.send(Frames.join(
                            Frames.gone(TODAY, 1, 2 * counter, gone("[[3,3]]")),
                            Frames.data(TODAY, 1, 2 * counter + 1, new byte[20_000])))
                    .forEach(ingest::receive);
            device.hear(ingest.tick(20));
        }

        assertThat(ingest.budget.used()).isPositive().isLessThanOrEqualTo(300_000);
        assertThat(ingest.dropped(DropReason.NO_BUDGET)).isGreaterThan(20);
        ingest.received.complete(Optional.empty());
        ingest.settle(null);
        assertThat(ingest.budget.used()).isZero();
    }

    @Test
    void aDeviceThatSendsNothingButBadFramesDoesNotFillTheLog() {
        List<String> lines = new ArrayList<>();
        Handler log = handler(lines);
        Logger.getLogger(UdpDelivery.class.getName()).addHandler(log);
        try {
            for (int i = 0; i < 100; i++) {
                device.send(new byte[50]).forEach(ingest::receive);
                device.hear(ingest.tick(20));
            }
        } finally {
            Logger.getLogger(UdpDelivery.class.getName()).removeHandler(log);
        }

        assertThat(ingest.dropped(DropReason.BAD_FRAME)).isEqualTo(100);
        assertThat(lines).hasSize(1);
    }

    private static Handler handler(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing to close.
            }
        };
    }

    private static ReceivedDay received(long counter) {
        return new ReceivedDay(
                TODAY,
                List.of(new ReceivedRun(
                        1,
                        CounterRanges.of(new CounterRange(counter, counter)),
                        counter + 1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                Optional.empty());
    }

    private static String gone(String ranges) {
        return "{\"day\":\"" + TODAY + "\",\"run\":1,\"ranges\":" + ranges + ",\"reason\":\"spool-full\"}";
    }

    private static byte[] with(byte[] packet, int at, int value) {
        byte[] changed = packet.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
