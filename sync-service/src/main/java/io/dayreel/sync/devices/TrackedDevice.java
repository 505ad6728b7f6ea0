package io.dayreel.sync.devices;

import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.sync.repair.Ask;
import io.dayreel.sync.repair.Wish;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A device while it is watched over: its days, its connection and the one request that it may have. Not thread-safe. */
public final class TrackedDevice {
    /** Days of a device that are watched over. */
    public static final int MAX_DAYS = 32;

    private static final int MAX_ANSWERS = 64;
    private static final long SAVE_MILLIS = 5_000;

    /** An answer, kept until everything received before it has been reported. */
    public record Answer(DeviceReport.Have have, long atMillis) {}

    private final DeviceId device;
    private final TreeMap<Day, TrackedDay> days = new TreeMap<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private Link link = Link.NONE;
    private Optional<Ask> ask = Optional.empty();
    private final Wishes wishes;
    private int fruitless;
    private long nextAskMillis;
    private long progressMillis;
    private long watchedUntilMillis;
    private long savedMillis;
    private boolean unsaved;
    private boolean saveNow;

    TrackedDevice(DeviceId device) {
        this.device = device;
        this.wishes = new Wishes(List.of());
    }

    TrackedDevice(DeviceState stored) {
        this.device = stored.device();
        this.link = stored.link();
        this.ask = stored.ask();
        this.wishes = new Wishes(stored.wishes());
        this.fruitless = stored.fruitless();
        this.nextAskMillis = stored.nextAskMillis();
        stored.days().forEach(day -> days.put(day.day(), new TrackedDay(device.on(day.day()), day)));
    }

    DeviceState stored() {
        return new DeviceState(
                device,
                link,
                days.values().stream().map(TrackedDay::stored).toList(),
                ask,
                fruitless,
                nextAskMillis,
                wishes.waiting());
    }

    /** Whether what changed must be stored now: decisions at once, figures every few seconds. */
    boolean isSaveDue(long nowMillis) {
        return saveNow || (unsaved && nowMillis - savedMillis >= SAVE_MILLIS);
    }

    /** Whether there are decisions that are not stored. */
    boolean isDecisionDue() {
        return saveNow;
    }

    void saved(long nowMillis) {
        savedMillis = nowMillis;
        unsaved = false;
        saveNow = false;
    }

    /** Something changed that may be lost: figures, leases. */
    public void touched() {
        unsaved = true;
    }

    /** Something was decided that must be remembered. */
    public void decided() {
        saveNow = true;
    }

    public DeviceId id() {
        return device;
    }

    public Link link() {
        return link;
    }

    /** Days that are watched over, oldest first. */
    public Collection<TrackedDay> days() {
        return List.copyOf(days.values());
    }

    public Optional<TrackedDay> day(Day day) {
        return Optional.ofNullable(days.get(day));
    }

    /** A day, watched over from now on. */
    public TrackedDay watch(Day day, long nowMillis) {
        return days.computeIfAbsent(day, absent -> {
            decided();
            return new TrackedDay(device.on(day), nowMillis);
        });
    }

    /** The day to give up when there are too many: the oldest that is sealed, or else the oldest. */
    public Optional<TrackedDay> oneTooMany() {
        if (days.size() <= MAX_DAYS) {
            return Optional.empty();
        }
        return days.values().stream()
                .filter(day -> day.state() == State.SEALED)
                .findFirst()
                .or(() -> Optional.of(days.firstEntry().getValue()));
    }

    public void forget(Day day) {
        days.remove(day);
        decided();
    }

    /** Whether frames of a later day than this are known. */
    public boolean hasLaterThan(Day day) {
        return days.tailMap(day, false).values().stream()
                .anyMatch(later -> later.totals().received() > 0);
    }

    /**
     * Where the device is connected now.
     *
     * @param mayAskMillis when a new connection, which begins with what it kept anyway, may be asked
     */
    public void present(PresenceRecord presence, long mayAskMillis) {
        if (presence.connectedAtMillis() < link.connectedAtMillis()) {
            return; // an older connection's last word
        }
        boolean other = !presence.session().equals(link.session());
        boolean changed = other || presence.connected() != link.connected();
        link = Link.of(presence);
        if (other) {
            fruitless = 0;
            nextAskMillis = mayAskMillis;
        }
        if (changed) {
            decided();
        } else {
            touched();
        }
    }

    /** Somebody watches the device. In memory only: it is said again before the lease ends. */
    public void watched(long untilMillis) {
        watchedUntilMillis = Math.max(watchedUntilMillis, untilMillis);
    }

    public boolean isWatched(long nowMillis) {
        return watchedUntilMillis > nowMillis;
    }

    /** Frames came that were not there before. */
    public void progressed(long nowMillis) {
        progressMillis = Math.max(progressMillis, nowMillis);
    }

    public long progressMillis() {
        return progressMillis;
    }

    /** An answer came; the oldest gives way if too many wait, and its frames are asked for again. */
    public void answered(DeviceReport.Have have, long nowMillis) {
        if (answers.size() == MAX_ANSWERS) {
            answers.remove();
        }
        answers.add(new Answer(have, nowMillis));
    }

    /** The next answer before which everything that was received has been reported. */
    public Optional<DeviceReport.Have> takeAnswer(long watermarkMillis) {
        return answers.isEmpty() || answers.peek().atMillis() > watermarkMillis
                ? Optional.empty()
                : Optional.of(answers.remove().have());
    }

    /**
     * An operator wants frames: a pause after requests that brought nothing ends.
     *
     * @return false if too many wishes wait already
     */
    public boolean wished(RepairWish.Resend resend, long nowMillis) {
        if (!wishes.add(resend)) {
            return false;
        }
        fruitless = 0;
        nextAskMillis = Math.min(nextAskMillis, nowMillis);
        decided();
        return true;
    }

    /** What operators want, first come first. */
    public List<Wish> wishes() {
        return wishes.waiting();
    }

    /** The device was asked for a part of a wish, or a part of it need not be asked for any more. */
    public void wishLeaves(Wish wish, Wish rest) {
        wishes.replace(wish, rest);
        decided();
    }

    public Optional<Ask> ask() {
        return ask;
    }

    public boolean mayBeAsked(long nowMillis) {
        return ask.isEmpty() && nowMillis >= nextAskMillis && link.isUp(nowMillis);
    }

    /** The device is asked for frames, or for fewer than it was. */
    public void asked(Ask request) {
        ask = Optional.of(request);
        decided();
    }

    /** What was asked is done with, and brought something. */
    public void askBrought(long nowMillis) {
        ask = Optional.empty();
        fruitless = 0;
        nextAskMillis = nowMillis;
        decided();
    }

    /** What was asked is done with, and brought nothing. @return how often in a row, at least 1 */
    public int askWasFruitless() {
        ask = Optional.empty();
        fruitless++;
        decided();
        return fruitless;
    }

    /** What was asked is no longer waited for. */
    public void askIsVoid() {
        ask = Optional.empty();
        decided();
    }

    public void nextAskAt(long millis) {
        nextAskMillis = millis;
    }
}
