package io.dayreel.sync.received;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StreamReceiptsTest {
    private static final Day DAY = Day.parse("2026-03-01");

    private static CoveredRun covered(int run, long first, long last, Optional<RunEnd> end) {
        CounterRanges ranges = CounterRanges.of(new CounterRange(first, last));
        return new CoveredRun(run, ranges, first * 1000, last * 1000, last - first + 1, 1, end);
    }

    @Covers({"A7", "A9"})
    @Test
    void reportsInAnyOrderAndRepeatedGiveTheCountersThatASetGives() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TreeSet<Long> expected = new TreeSet<>();
            StreamReceipts receipts = StreamReceipts.none();
            long next = 0;
            for (int i = random.nextInt(20); i >= 0; i--) {
                long first = random.nextInt(300);
                long last = first + random.nextInt(20);
                for (long counter = first; counter <= last; counter++) {
                    expected.add(counter);
                }
                long announced = random.nextInt(400);
                next = Math.max(next, announced);
                receipts = receipts.with(List.of(covered(1, first, last, Optional.empty())))
                        .announcedNext(1, announced);
            }

            MissingDay missing = receipts.missing(DAY);

            long count = Math.max(next, expected.last() + 1);
            assertThat(missing.expected()).as("seed %d", seed).isEqualTo(count);
            assertThat(missing.received()).isEqualTo(expected.size());
            assertThat(missing.missing()).isEqualTo(count - expected.size());
            for (long counter = 0; counter < count; counter++) {
                assertThat(missing.runs().get(0).missing().contains(counter))
                        .as("seed %d, counter %d", seed, counter)
                        .isEqualTo(!expected.contains(counter));
            }
        }
    }

    @Covers("A9")
    @Test
    void aDeclaredEndCountsWithItsOwnFrameWhateverTheDeviceAnnouncedBefore() {
        StreamReceipts receipts = StreamReceipts.none()
                .announcedNext(1, 500)
                .with(List.of(covered(1, 0, 89, Optional.empty())))
                .with(List.of(covered(1, 100, 100, Optional.of(new RunEnd(100, "input-end", true)))));

        MissingDay missing = receipts.missing(DAY);

        assertThat(missing.expected()).isEqualTo(101);
        assertThat(missing.runs().get(0).missing()).isEqualTo(CounterRanges.of(new CounterRange(90, 99)));
        assertThat(missing.runs().get(0).endKnown()).isTrue();
    }

    @Test
    void receiptsAreStoredAsTheSerdesTableSays() {
        StreamReceipts receipts = StreamReceipts.none()
                .announcedNext(258, 7)
                .with(List.of(covered(258, 1, 2, Optional.of(new RunEnd(5, "day", true)))))
                .withLost(258, CounterRanges.of(new CounterRange(3, 4)), "x");

        byte[] bytes = new StreamReceiptsSerde().serializer().serialize("any", receipts);

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("02" + "0001" + "0102" + "0000000000000007" + "00000000000003e8" + "00000000000007d0"
                        + "01" + "0000000000000005" + "0003646179" + "01"
                        + "00000001" + "00000001" + "00000002"
                        + "0001" + "000178" + "00000001" + "00000003" + "00000004");
        assertThat(new StreamReceiptsSerde().deserializer().deserialize("any", bytes))
                .isEqualTo(receipts);
    }

    @Test
    void receiptsThatAnEarlierVersionStoredAreRead() {
        byte[] stored = HexFormat.of()
                .parseHex("01" + "0001" + "0102" + "0000000000000007" + "00000000000003e8" + "00000000000007d0" + "00"
                        + "00000001" + "00000001" + "00000002");

        StreamReceipts receipts = new StreamReceiptsSerde().deserializer().deserialize("any", stored);

        assertThat(receipts.totals().received()).isEqualTo(2);
        assertThat(receipts.totals().missing()).isEqualTo(5);
        assertThat(receipts.totals().lost()).isZero();
    }

    @Covers("A9")
    @Test
    void everyExpectedFrameIsReceivedMissingOrLostWhateverIsReported() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            TreeSet<Long> came = new TreeSet<>();
            TreeSet<Long> gone = new TreeSet<>();
            StreamReceipts receipts = StreamReceipts.none();
            for (int i = random.nextInt(30); i >= 0; i--) {
                long first = random.nextInt(300);
                long last = first + random.nextInt(20);
                boolean lost = random.nextBoolean();
                for (long counter = first; counter <= last; counter++) {
                    (lost ? gone : came).add(counter);
                }
                CounterRanges ranges = CounterRanges.of(new CounterRange(first, last));
                receipts = lost
                        ? receipts.withLost(1, ranges, "reason-" + random.nextInt(20))
                        : receipts.with(List.of(covered(1, first, last, Optional.empty())));
            }
            gone.removeAll(came);

            Totals totals = receipts.totals();

            assertThat(totals.received()).as("seed %d", seed).isEqualTo(came.size());
            assertThat(totals.lost()).as("seed %d", seed).isEqualTo(gone.size());
            assertThat(totals.missing()).isEqualTo(receipts.run(1).missing().size());
            assertThat(totals.expected()).isEqualTo(totals.received() + totals.lost() + totals.missing());
            assertThat(receipts.run(1).lost()).hasSizeLessThanOrEqualTo(RunReceipts.MAX_REASONS + 1);
        }
    }

    @Test
    void completenessNamesAThousandRangesAndSaysThatThereAreMore() {
        CounterRanges sieve = new CounterRanges();
        for (long i = 0; i <= 2_000; i++) {
            sieve.add(i * 2);
        }
        StreamReceipts receipts =
                StreamReceipts.none().with(List.of(new CoveredRun(1, sieve, 1, 2, 2_001, 1, Optional.empty())));

        RunCompleteness run = receipts.completeness().get(0);

        assertThat(run.missing().rangeCount()).isEqualTo(1_000);
        assertThat(run.truncated()).isTrue();
        assertThat(run.expected() - run.received()).isEqualTo(2_000);
    }

    @Test
    void countersUpToTheLargestAreStoredAsTheyAre() {
        StreamReceipts receipts =
                StreamReceipts.none().with(List.of(covered(65_535, 0xFFFF_FFF0L, 0xFFFF_FFFFL, Optional.empty())));

        byte[] bytes = new StreamReceiptsSerde().serializer().serialize("any", receipts);

        assertThat(new StreamReceiptsSerde().deserializer().deserialize("any", bytes))
                .isEqualTo(receipts);
    }
}
