package io.dayreel.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class UploadLedgerTest {
    private static final DeviceId FILM = new DeviceId("demo", "film");

    private final UploadLedger ledger = new UploadLedger();

    @Covers("C1")
    @Test
    void ofTwoClaimsForOtherBytesTheFirstCounts() {
        ledger.read(claimed(1, "a", "x", 0));
        ledger.read(claimed(1, "b", "y", 1));

        assertThat(ledger.isClaimed(part(1), "a")).isTrue();
        assertThat(ledger.isClaimed(part(1), "b")).isFalse();

        ledger.read(held(1, "b", "y"));
        assertThat(ledger.isHeld(part(1))).isFalse();
        ledger.read(held(1, "a", "x"));
        assertThat(ledger.state(FILM).orElseThrow().part(1).orElseThrow().sha256())
                .isEqualTo(sum("x"));
    }

    @Covers("C1")
    @Test
    void whoeverDiesWithAClaimHoldsNobodyUpForLong() {
        ledger.read(claimed(1, "dead", "x", 0));
        ledger.read(claimed(1, "too-early", "y", Duration.ofMinutes(9).toMillis()));
        ledger.read(claimed(1, "later", "y", Duration.ofMinutes(11).toMillis()));

        assertThat(ledger.isClaimed(part(1), "later")).isTrue();

        ledger.read(claimed(2, "dead", "x", 0));
        ledger.read(claimed(2, "again", "x", 1));
        assertThat(ledger.isClaimed(part(2), "again")).isTrue();
    }

    @Covers("C1")
    @Test
    void aVideoIsCompleteOnlyWhenNobodyStoresAPart() {
        ledger.read(claimed(1, "a", "x", 0));
        ledger.read(new UploadRecord.Completed(FILM, 1, 1));
        assertThat(ledger.isComplete(FILM)).isFalse();

        ledger.read(held(1, "a", "x"));
        ledger.read(new UploadRecord.Completed(FILM, 1, 2));
        ledger.read(claimed(2, "late", "z", 3));

        assertThat(ledger.isComplete(FILM)).isTrue();
        assertThat(ledger.isClaimed(part(2))).isFalse();
    }

    @Covers("C1")
    @RepeatedTest(50)
    void whateverHappensAPartThatIsHeldKeepsItsBytes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        UploadLedger other = new UploadLedger();
        List<Optional<String>> seen = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            UploadRecord change = change(random, i);
            ledger.read(change);
            other.read(change);
            seen.add(ledger.state(FILM).flatMap(state -> state.part(1)).map(UploadedPart::sha256));
        }

        List<String> held = seen.stream().flatMap(Optional::stream).distinct().toList();
        assertThat(held).hasSizeLessThanOrEqualTo(1);
        assertThat(seen.stream().dropWhile(Optional::isEmpty)).allMatch(Optional::isPresent);
        assertThat(other.state(FILM)).isEqualTo(ledger.state(FILM));
    }

    private static UploadRecord change(Random random, int at) {
        String claim = "claim" + random.nextInt(4);
        String bytes = random.nextBoolean() ? "x" : "y";
        long millis = at * 60_000L;
        return switch (random.nextInt(4)) {
            case 0 -> held(1, claim, bytes);
            case 1 -> new UploadRecord.Released(FILM, 1, claim, millis);
            default -> claimed(1, claim, bytes, millis);
        };
    }

    @Covers("C1")
    @Test
    void aVideoBeginsWithPartZeroOrElseWithPartOne() {
        take(2);
        take(3);
        UploadState begun = ledger.state(FILM).orElseThrow();
        assertThat(begun.playableParts()).isZero();
        assertThat(begun.missing(5)).isEqualTo(CounterRanges.of(new CounterRange(1, 1), new CounterRange(4, 5)));

        take(1);
        assertThat(ledger.state(FILM).orElseThrow().playableMicros()).isEqualTo(3_000_000);

        take(0);
        assertThat(ledger.state(FILM).orElseThrow().playableParts()).isEqualTo(4);
    }

    private void take(int number) {
        ledger.read(claimed(number, "c", "x", 0));
        ledger.read(held(number, "c", "x"));
    }

    private static PartId part(int number) {
        return new PartId(FILM, number);
    }

    private static UploadRecord claimed(int number, String claim, String bytes, long atMillis) {
        return new UploadRecord.Claimed(FILM, number, claim, sum(bytes), atMillis);
    }

    private static UploadRecord held(int number, String claim, String bytes) {
        UploadedPart part = new UploadedPart(number, sum(bytes), 10, "webm", 1_000_000, 5, List.of(), List.of());
        return new UploadRecord.Held(FILM, claim, part, Optional.empty(), 0);
    }

    private static String sum(String bytes) {
        return bytes.repeat(64);
    }
}
