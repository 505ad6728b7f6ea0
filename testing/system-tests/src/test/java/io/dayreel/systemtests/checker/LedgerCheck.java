package io.dayreel.systemtests.checker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a ledger against what is there (I1, I2): every acknowledged frame with the same bytes, no frame twice, none that
 * was never sent, all in order; every frame that was acknowledged as archived in an announced segment.
 */
final class LedgerCheck {
    private static final int NAMED = 5;

    private final LedgerFile ledger;
    private final List<String> problems = new ArrayList<>();
    private long doubled;
    private long lost;

    LedgerCheck(LedgerFile ledger) {
        this.ledger = ledger;
    }

    /**
     * What a viewer was given must hold all of {@code due}.
     *
     * @param due acknowledged frames that lie where the viewer began, or after
     */
    LedgerCheck timeline(List<WireFrame> played, Set<FrameKey> due) {
        Set<FrameKey> seen = new HashSet<>();
        List<FrameKey> twice = new ArrayList<>();
        List<FrameKey> otherBytes = new ArrayList<>();
        List<FrameKey> neverSent = new ArrayList<>();
        for (WireFrame frame : played) {
            if (!seen.add(frame.key())) {
                twice.add(frame.key());
            }
            String hash = ledger.sent().get(frame.key());
            if (hash == null) {
                neverSent.add(frame.key());
            } else if (!hash.equals(frame.sha256())) {
                otherBytes.add(frame.key());
            }
        }
        List<FrameKey> absent = due.stream().filter(key -> !seen.contains(key)).toList();
        lost += absent.size();
        doubled += twice.size();
        found("acknowledged and not played", absent);
        found("played twice", twice);
        found("played with other bytes", otherBytes);
        found("played but never sent", neverSent);
        order(played);
        return this;
    }

    /** Within a run counters ascend; a run that was left does not come back; runs begin in order of their capture time. */
    private void order(List<WireFrame> played) {
        List<FrameKey> wrong = new ArrayList<>();
        Set<Long> left = new HashSet<>();
        WireFrame before = null;
        long runBegan = Long.MIN_VALUE;
        for (WireFrame frame : played) {
            if (before == null || run(before) != run(frame)) {
                if (!left.add(run(frame)) || frame.timeMicros() < runBegan) {
                    wrong.add(frame.key());
                }
                runBegan = frame.timeMicros();
            } else if (frame.counter() <= before.counter()) {
                wrong.add(frame.key());
            }
            before = frame;
        }
        found("played out of order", wrong);
    }

    private static long run(WireFrame frame) {
        return (long) frame.day() << 16 | frame.run();
    }

    /**
     * What announced segments hold must hold all of {@code due} with the bytes that were sent, and nothing else.
     */
    LedgerCheck archive(Map<FrameKey, Set<String>> stored, Set<FrameKey> due) {
        found(
                "acknowledged as archived and in no announced segment",
                due.stream().filter(key -> !stored.containsKey(key)).toList());
        found(
                "stored with bytes that were never sent",
                stored.entrySet().stream()
                        .filter(each ->
                                !each.getValue().equals(Set.of(ledger.sent().getOrDefault(each.getKey(), ""))))
                        .map(Map.Entry::getKey)
                        .toList());
        return this;
    }

    Verdict verdict(long acknowledged) {
        return new Verdict(acknowledged, lost, doubled, problems);
    }

    private void found(String what, List<FrameKey> frames) {
        if (!frames.isEmpty()) {
            problems.add("%s: %d frames %s: %s%s"
                    .formatted(
                            ledger.device(),
                            frames.size(),
                            what,
                            frames.subList(0, Math.min(NAMED, frames.size())),
                            frames.size() > NAMED ? " …" : ""));
        }
    }
}
