package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.streamer.hls.LiveListing.ListedSegments;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * One unbroken sequence of live segments of a device, as the topic {@code cuts} tells it: the same on every instance.
 * Thread-safe.
 */
final class LiveLine {
    private final CutRecord.Started start;
    private final Reach reach;
    private final Map<Rendition, LiveRendition> renditions = new LinkedHashMap<>();
    private final ListedEvents events = new ListedEvents();
    private final Map<PlaylistForm, Rendered> rendered = new HashMap<>();
    private List<Waiter> waiters = new ArrayList<>();
    private final TreeMap<Integer, Long> epochStarts = new TreeMap<>();
    private long version;
    private long lastAtMillis;
    private String cutter;
    private boolean ended;
    private volatile long lastCutNanos = System.nanoTime();

    /**
     * How a media playlist is asked for.
     *
     * @param eventFrom media sequence number from which on an EVENT playlist lists; empty for a sliding window
     */
    record PlaylistForm(Rendition rendition, Skip skip, Optional<Long> eventFrom) {}

    /** What a delta update leaves out (RFC 8216bis, 6.2.5.1). */
    enum Skip {
        NOTHING,
        SEGMENTS,
        SEGMENTS_AND_DATE_RANGES
    }

    private record Waiter(Rendition rendition, long msn, int part, CompletableFuture<Boolean> done) {}

    /**
     * How far back a line goes.
     *
     * @param window what live playlists show
     * @param kept what EVENT playlists may show
     */
    record Reach(Duration window, Duration kept) {
        long windowMicros() {
            return window.toNanos() / 1000;
        }

        long keptMicros() {
            return kept.toNanos() / 1000;
        }
    }

    LiveLine(CutRecord.Started start, Reach reach) {
        this.start = start;
        this.reach = reach;
        this.lastAtMillis = start.atMillis();
        this.cutter = start.instance();
        start.renditions().forEach(each -> {
            LiveRendition rendition = new LiveRendition(each);
            renditions.put(rendition.rendition(), rendition);
        });
        leader().segments().forEach(each -> began(each.span()));
    }

    long number() {
        return start.line();
    }

    int targetSeconds() {
        return start.targetSeconds();
    }

    /** The leader first. */
    List<Rendition> renditionNames() {
        return List.copyOf(renditions.keySet());
    }

    /** Text may begin at any time: a track without any is empty. */
    boolean has(Rendition rendition) {
        return rendition.isText() || renditions.containsKey(rendition);
    }

    /** Text has the leader's segments and parts ({@link LiveText}). */
    private LiveRendition structure(Rendition rendition) {
        return rendition.isText() ? leader() : renditions.get(rendition);
    }

    Reach reach() {
        return reach;
    }

    /** All that another instance needs to go on with it, but the segment that is open. */
    synchronized CutRecord.Started snapshot(long atMillis, String instance) {
        return new CutRecord.Started(
                start.device(),
                start.line(),
                atMillis,
                instance,
                start.targetSeconds(),
                renditions.values().stream().map(LiveRendition::snapshot).toList());
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** When its newest record was written, ms. */
    synchronized long lastAtMillis() {
        return lastAtMillis;
    }

    /** The instance that cut it last. */
    synchronized String cutter() {
        return cutter;
    }

    /** When this instance read its newest cut, by {@link System#nanoTime}. */
    long lastCutNanos() {
        return lastCutNanos;
    }

    /** Takes a record of the topic over. */
    void apply(CutRecord change) {
        List<Waiter> ready = new ArrayList<>();
        synchronized (this) {
            if (ended) {
                return;
            }
            lastAtMillis = Math.max(lastAtMillis, change.atMillis());
            if (change instanceof CutRecord.Part part) {
                add(part);
            } else if (change instanceof CutRecord.Event event) {
                add(event);
            } else if (change instanceof CutRecord.Ended) {
                ended = true;
                version++;
                renditions.values().forEach(LiveRendition::close);
                rendered.clear();
            }
            waiters.removeIf(waiter -> isReady(waiter) && ready.add(waiter));
        }
        ready.forEach(waiter -> waiter.done().complete(true));
    }

    private void add(CutRecord.Part part) {
        LiveRendition rendition = renditions.get(Rendition.parse(part.rendition()));
        if (rendition != null && rendition.add(part)) {
            cutter = part.instance();
            lastCutNanos = System.nanoTime();
            rendition.trim(reach.keptMicros());
            rendered.clear();
            version++;
            if (rendition == leader()) {
                began(part.span());
                leader().firstEpoch()
                        .ifPresent(first -> epochStarts.headMap(first).clear());
                leader().windowStart(reach.windowMicros()).ifPresent(from -> events.slide(from, lastAtMillis));
            }
        }
    }

    private void add(CutRecord.Event event) {
        if (events.add(event, leader().openMsn())) {
            rendered.clear();
        }
    }

    private void began(CutSpan span) {
        epochStarts.putIfAbsent(span.epoch(), span.startMicros());
    }

    private LiveRendition leader() {
        return renditions.values().iterator().next();
    }

    private boolean isReady(Waiter waiter) {
        return ended || structure(waiter.rendition()).has(waiter.msn(), waiter.part());
    }

    /**
     * Done when a part is listed, or one behind it, or the line has ended; whoever waits no longer cancels it.
     *
     * @param part −1 for the whole segment
     */
    CompletableFuture<Boolean> listed(Rendition rendition, long msn, int part) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Waiter waiter = new Waiter(rendition, msn, part, done);
        synchronized (this) {
            if (!isReady(waiter)) {
                waiters.add(waiter);
                done.whenComplete((found, failure) -> forget(waiter));
                return done;
            }
        }
        done.complete(true);
        return done;
    }

    private synchronized void forget(Waiter waiter) {
        waiters.remove(waiter);
    }

    /** A look at one rendition under the line's lock. */
    synchronized <T> T look(Rendition rendition, Look<T> look) {
        return look.at(structure(rendition));
    }

    /** Looks at a rendition; must not block. */
    @FunctionalInterface
    interface Look<T> {
        T at(LiveRendition rendition);
    }

    Optional<CutRecord.Part> part(Rendition rendition, long msn, int part) {
        return look(rendition, each -> each.part(msn, part));
    }

    /** Where the text of a part is; empty if the part is not listed, or not any more. */
    Optional<MediaAddress.Text> text(Rendition text, long msn, int part) {
        return look(text, leader -> leader.part(msn, part).flatMap(found -> new LiveText(text, leader).part(found)));
    }

    /** Where the text of a whole segment is; likewise. */
    Optional<MediaAddress.Text> text(Rendition text, long msn) {
        return look(text, leader -> leader.segment(msn)
                .filter(found -> found.span().kind() == CutSpan.Kind.MEDIA)
                .map(found -> new LiveText(text, leader).segment(found)));
    }

    /** The oldest segment that an EVENT playlist can begin with. */
    long oldest(Rendition rendition) {
        return look(rendition, each -> {
            var segments = each.segments();
            return segments.isEmpty() ? each.openMsn() : segments.get(0).msn();
        });
    }

    /** What is listed now, in the sliding window. */
    synchronized LiveListing listing() {
        List<ListedSegments> listed = renditions.values().stream()
                .map(each -> new ListedSegments(
                        each.rendition(),
                        each.partTargetMicros(),
                        each.window(reach.windowMicros()).stream()
                                .map(LiveSegment::span)
                                .toList(),
                        each.open().isEmpty()
                                ? Optional.empty()
                                : Optional.of(LiveSegment.of(each.open()).span())))
                .toList();
        return new LiveListing(
                number(),
                version,
                targetSeconds(),
                reach.window().toMillis(),
                ended,
                lastAtMillis,
                epochStarts,
                listed);
    }

    /** The media playlist as it is now, made once for all that ask for it. */
    synchronized Rendered playlist(PlaylistForm form) {
        return rendered.computeIfAbsent(form, f -> new LivePlaylistText(
                        this, f, structure(f.rendition()), List.copyOf(renditions.values()), events)
                .render());
    }
}
