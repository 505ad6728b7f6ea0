package io.dayreel.systemtests.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
    private final LedgerFile ledger = LedgerFile.parse(List.of(
            "stream acme cam 2026-11-21",
            "frame 20778 7 0 aa",
            "frame 20778 7 1 bb",
            "frame 20778 7 2 cc",
            "ack received 20778 7 0-1",
            "ack archived 20778 7 0-0"));

    @Test
    void whatIsThereOnceAndInOrderIsClean() {
        Verdict verdict = played(frame(0, "aa"), frame(1, "bb"), frame(2, "cc"));

        assertThat(verdict.clean()).isTrue();
        assertThat(verdict.acknowledged()).isEqualTo(2);
    }

    @Test
    void anAcknowledgedFrameThatIsNotPlayedIsLost() {
        Verdict verdict = played(frame(0, "aa"), frame(2, "cc"));

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.problems()).containsExactly("cam: 1 frames acknowledged and not played: [20778/7/1]");
    }

    @Test
    void aFrameThatComesTwiceIsDoubledAndOutOfOrder() {
        Verdict verdict = played(frame(0, "aa"), frame(1, "bb"), frame(1, "bb"));

        assertThat(verdict.doubled()).isEqualTo(1);
        assertThat(verdict.problems()).anyMatch(problem -> problem.contains("out of order"));
    }

    @Test
    void otherBytesAndFramesThatNobodySentAreNamed() {
        Verdict verdict = played(frame(0, "xx"), frame(1, "bb"), frame(9, "yy"));

        assertThat(verdict.problems())
                .anyMatch(problem -> problem.contains("played with other bytes: [20778/7/0]"))
                .anyMatch(problem -> problem.contains("played but never sent: [20778/7/9]"));
    }

    @Test
    void aRunThatBeginsEarlierMustComeFirst() {
        List<WireFrame> played = new ArrayList<>(List.of(frame(0, "aa"), frame(1, "bb")));
        played.add(0, new WireFrame(20778, 9, 0, 5_000_000, 60, "dd"));

        Verdict verdict =
                new LedgerCheck(ledger).timeline(played, ledger.acknowledged()).verdict(2);

        assertThat(verdict.problems()).anyMatch(problem -> problem.contains("out of order: [20778/7/0]"));
    }

    @Test
    void whatWasAcknowledgedAsArchivedMustBeInAnAnnouncedSegmentWithItsBytes() {
        Map<FrameKey, Set<String>> stored = new HashMap<>();
        stored.put(new FrameKey(20778, 7, 1), Set.of("zz"));

        Verdict verdict =
                new LedgerCheck(ledger).archive(stored, ledger.archived()).verdict(1);

        assertThat(verdict.problems())
                .anyMatch(problem -> problem.contains("in no announced segment: [20778/7/0]"))
                .anyMatch(problem -> problem.contains("bytes that were never sent: [20778/7/1]"));
    }

    private Verdict played(WireFrame... frames) {
        return new LedgerCheck(ledger)
                .timeline(List.of(frames), ledger.acknowledged())
                .verdict(2);
    }

    private static WireFrame frame(long counter, String hash) {
        return new WireFrame(20778, 7, counter, counter * 40_000, 60, hash);
    }
}
