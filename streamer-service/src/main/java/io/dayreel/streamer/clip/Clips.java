package io.dayreel.streamer.clip;

import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.clip.ClipException.Reason;
import io.dayreel.streamer.playback.PlaybackServices;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Clips that were asked for. Each is built once, by the first who asks, while others who want the same wait; it is kept
 * for a while, so that ranges of it and retries do not build it anew. Disk, clips being built and waiting requests are
 * bounded: beyond, {@link ClipException} TOO_MANY. The clips that were not read for longest go first. Thread-safe.
 */
public final class Clips implements AutoCloseable {
    private static final Duration KEEP = Duration.ofMinutes(10);
    /** What is recorded last may still grow, and late frames come mostly soon. */
    private static final Duration KEEP_RECENT = Duration.ofSeconds(20);

    private static final Duration RECENT = Duration.ofMinutes(5);
    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final int MAX_WAITING = 8;
    private static final int MAX_KEPT = 256;

    private final PlaybackServices services;
    private final TrackFormatSource formats;
    private final ClipProving proving;
    private final ClipSpace space;
    private final ClipCounters counters;
    private final Semaphore building;
    private final Map<ClipRequest, Flight> flights = new HashMap<>();
    private final LinkedHashMap<ClipRequest, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Kept(Clip clip, long untilNanos) {}

    /** A clip that is being built. */
    private static final class Flight {
        private final CompletableFuture<Clip> clip = new CompletableFuture<>();
        private int waiting;
    }

    /** Bounds of all clips together. @param directory cleared now @param maxBuilding at a time */
    public record Bounds(Path directory, long maxBytes, int maxBuilding) {}

    public Clips(
            PlaybackServices services,
            TrackFormatSource formats,
            ClipProving proving,
            Bounds bounds,
            ClipCounters counters)
            throws IOException {
        this.services = services;
        this.formats = formats;
        this.proving = proving;
        this.space = new ClipSpace(bounds.directory(), bounds.maxBytes());
        this.counters = counters;
        this.building = new Semaphore(bounds.maxBuilding());
        counters.observe(space::reservedBytes);
    }

    /** A clip to read from; close it. */
    public final class Reading implements Closeable {
        private final Clip clip;

        private Reading(Clip clip) {
            this.clip = clip;
        }

        public long length() {
            return clip.length();
        }

        /** Hexadecimal digits that no other content has. */
        public String tag() {
            return clip.tag();
        }

        /** Capture time of its first moment, µs. */
        public long startMicros() {
            return clip.startMicros();
        }

        public void copy(long from, long length, OutputStream target) throws IOException {
            clip.copy(from, length, target);
            counters.sent(length);
        }

        @Override
        public void close() {
            clip.unread();
        }
    }

    /**
     * Finds, awaits or builds it; may block for long.
     *
     * @throws ClipException if there is none
     */
    public Reading open(ClipRequest request) {
        Flight flight;
        boolean mine = false;
        synchronized (kept) {
            Optional<Reading> there = find(request);
            if (there.isPresent()) {
                counters.foundOne();
                return there.get();
            }
            flight = flights.get(request);
            if (flight == null) {
                if (!building.tryAcquire()) {
                    throw tooMany();
                }
                flight = new Flight();
                flights.put(request, flight);
                mine = true;
            } else if (flight.waiting++ >= MAX_WAITING) {
                flight.waiting--;
                throw tooMany();
            }
        }
        return mine ? build(request, flight) : await(flight);
    }

    private static ClipException tooMany() {
        return new ClipException(Reason.TOO_MANY, "too many clips are being made: try again");
    }

    private Optional<Reading> find(ClipRequest request) {
        Kept found = kept.get(request);
        if (found == null) {
            return Optional.empty();
        }
        if (found.untilNanos() - System.nanoTime() < 0 || !found.clip().acquire()) {
            kept.remove(request);
            found.clip().giveUp();
            return Optional.empty();
        }
        return Optional.of(new Reading(found.clip()));
    }

    private Reading build(ClipRequest request, Flight flight) {
        try {
            Clip clip = build(request);
            clip.acquire();
            synchronized (kept) {
                keep(request, clip);
                flights.remove(request);
            }
            flight.clip.complete(clip);
            return new Reading(clip);
        } catch (ArchiveUnavailableException | IOException e) {
            ClipException refused = new ClipException(Reason.NOT_NOW, "the clip cannot be made now: " + e, e);
            failed(request, flight, refused);
            throw refused;
        } catch (RuntimeException | Error e) {
            failed(request, flight, e);
            throw e;
        } finally {
            building.release();
        }
    }

    private void failed(ClipRequest request, Flight flight, Throwable failure) {
        synchronized (kept) {
            flights.remove(request);
        }
        flight.clip.completeExceptionally(failure);
    }

    private Clip build(ClipRequest request) throws IOException {
        ClipBuilder builder = new ClipBuilder(services, formats, proving, request);
        try (ClipFile file = new ClipFile(space, this::makeRoom)) {
            Clip clip = builder.build(file);
            counters.built(builder.leftOut());
            return clip;
        }
    }

    private void keep(ClipRequest request, Clip clip) {
        long now = TimeUnit.MILLISECONDS.toMicros(services.clock().millis());
        boolean recent = request.toMicros() > now - TimeUnit.NANOSECONDS.toMicros(RECENT.toNanos());
        Duration time = recent ? KEEP_RECENT : KEEP;
        Kept before = kept.put(request, new Kept(clip, System.nanoTime() + time.toNanos()));
        if (before != null) {
            before.clip().giveUp();
        }
        Iterator<Kept> oldest = kept.values().iterator();
        while (kept.size() > MAX_KEPT) {
            oldest.next().clip().giveUp();
            oldest.remove();
        }
    }

    private boolean makeRoom() {
        synchronized (kept) {
            for (Map.Entry<ClipRequest, Kept> entry : kept.entrySet()) {
                if (!entry.getValue().clip().isRead()) {
                    kept.remove(entry.getKey());
                    entry.getValue().clip().giveUp();
                    return true;
                }
            }
            return false;
        }
    }

    private Reading await(Flight flight) {
        try {
            Clip clip = flight.clip.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (clip.acquire()) {
                return new Reading(clip);
            }
            throw tooMany();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClipException refused) {
                throw new ClipException(refused.reason(), refused.getMessage(), refused);
            }
            throw new ClipException(Reason.NOT_NOW, "the clip could not be made: try again", e);
        } catch (TimeoutException e) {
            throw new ClipException(Reason.NOT_NOW, "the clip is still being made: try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClipException(Reason.NOT_NOW, "stopping", e);
        } finally {
            synchronized (kept) {
                flight.waiting--;
            }
        }
    }

    @Override
    public void close() {
        synchronized (kept) {
            kept.values().forEach(each -> each.clip().giveUp());
            kept.clear();
        }
    }
}
