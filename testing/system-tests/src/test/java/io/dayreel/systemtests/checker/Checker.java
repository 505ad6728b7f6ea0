package io.dayreel.systemtests.checker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads back what devices were promised: from the timeline as a viewer, and from the stored objects past every service.
 * It knows the ledgers, the protocol's pages and the addresses, and shares no class with the product. One thread.
 */
public final class Checker {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path ledgers;
    private final URI streamer;
    private final Function<String, String> viewerToken;
    private final String kafka;
    private final Archive archive;
    /** By device: the last frame of its one run up to which a check was clean. */
    private final Map<String, FrameKey> checkedUntil = new HashMap<>();
    /** By device of several runs: how many acknowledged frames a clean check saw. */
    private final Map<String, Integer> checkedFrames = new HashMap<>();

    /**
     * @param viewerToken of a tenant
     * @param kafka its bootstrap address
     * @param objects directory in which the store keeps its objects by their keys
     */
    public Checker(Path ledgers, URI streamer, Function<String, String> viewerToken, String kafka, Path objects) {
        this.ledgers = ledgers;
        this.streamer = streamer;
        this.viewerToken = viewerToken;
        this.kafka = kafka;
        this.archive = new Archive(objects);
    }

    /**
     * Checks what was acknowledged since the last check that was clean, and all that is archived. What is not there yet
     * is looked for again until {@code limit} is over.
     */
    public Verdict newlyAcknowledged(Duration limit) throws InterruptedException {
        return repeatedly(limit, false);
    }

    /** Checks every timeline from its beginning; all that was acknowledged at any level must be archived by now, too. */
    public Verdict everything(Duration limit) throws InterruptedException {
        checkedUntil.clear();
        checkedFrames.clear();
        return repeatedly(limit, true);
    }

    /** Announced objects read so far. */
    public int objectsRead() {
        return archive.objects();
    }

    /** Frames that lie in the store more than once, with the same bytes. */
    public long storedRepeats() {
        return archive.repeats();
    }

    private Verdict repeatedly(Duration limit, boolean all) throws InterruptedException {
        List<LedgerFile> due = LedgerFile.readAll(ledgers);
        // Counted before the first look: another one goes on where this one was clean.
        long acknowledged =
                due.stream().mapToLong(ledger -> dueOf(ledger).size()).sum();
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Verdict verdict = once(due, all, acknowledged);
            boolean waitingHelps = verdict.doubled() == 0;
            if (verdict.clean() || !waitingHelps || System.nanoTime() > deadline) {
                return verdict;
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private Verdict once(List<LedgerFile> due, boolean all, long acknowledged) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        try {
            archive.update(Announced.read(kafka), problems);
        } catch (IOException | RuntimeException e) {
            problems.add("announcements: " + e);
        }
        long lost = 0;
        long doubled = 0;
        for (LedgerFile ledger : due) {
            try {
                Verdict verdict = check(ledger, all);
                lost += verdict.lost();
                doubled += verdict.doubled();
                problems.addAll(verdict.problems());
            } catch (IOException e) {
                problems.add(ledger.device() + ": " + e.getMessage());
            }
        }
        return new Verdict(acknowledged, lost, doubled, problems);
    }

    private Verdict check(LedgerFile ledger, boolean all) throws IOException, InterruptedException {
        Map<FrameKey, Set<String>> stored = archive.framesOf(ledger.tenant(), ledger.device());
        FrameKey from = checkedUntil.get(ledger.device());
        Set<FrameKey> due = dueOf(ledger);
        List<WireFrame> played = due.isEmpty() ? List.of() : play(ledger, from, due);
        // Read again: what was captured meanwhile may have been played, too.
        LedgerFile now = LedgerFile.read(ledgers.resolve(ledger.device() + ".ledger"));
        Verdict verdict = new LedgerCheck(now)
                .timeline(played, due)
                .archive(stored, all ? ledger.acknowledged() : ledger.archived())
                .verdict(due.size());
        if (verdict.clean()) {
            remember(ledger, due);
        }
        return verdict;
    }

    private List<WireFrame> play(LedgerFile ledger, FrameKey from, Set<FrameKey> due)
            throws IOException, InterruptedException {
        String position =
                from == null ? "start" : LocalDate.ofEpochDay(from.day()) + "/" + from.run() + "/" + from.counter();
        String token = viewerToken.apply(ledger.tenant());
        return Timeline.play(http, streamer, token, ledger.device(), position, due, PATIENCE);
    }

    private void remember(LedgerFile ledger, Set<FrameKey> due) {
        if (runs(ledger.sent().keySet()) > 1) {
            checkedFrames.put(ledger.device(), ledger.acknowledged().size());
        } else {
            due.stream()
                    .max(Comparator.comparingLong(FrameKey::counter))
                    .ifPresent(last -> checkedUntil.put(ledger.device(), last));
        }
    }

    /** What was acknowledged and is to be looked for: since the check that was clean last. */
    private Set<FrameKey> dueOf(LedgerFile ledger) {
        FrameKey from = checkedUntil.get(ledger.device());
        if (Integer.valueOf(ledger.acknowledged().size()).equals(checkedFrames.get(ledger.device()))) {
            return Set.of();
        }
        return from == null
                ? ledger.acknowledged()
                : ledger.acknowledged().stream()
                        .filter(key -> key.counter() >= from.counter())
                        .collect(Collectors.toSet());
    }

    private static long runs(Set<FrameKey> keys) {
        return keys.stream()
                .map(key -> (long) key.day() << 16 | key.run())
                .distinct()
                .count();
    }
}
