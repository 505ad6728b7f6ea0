package io.dayreel.streamer.archive;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The indexer's answers, kept for a while and brought up to date by the announcements that this process reads itself.
 * Bounded in bytes: days not looked at for longest are asked for again. One question per day at a time, whoever wants to
 * know; while the indexer does not answer, an old answer stands. Thread-safe.
 */
public final class CachedArchiveIndex implements ArchiveIndex {
    private static final LogEvents LOG = LogEvents.of(CachedArchiveIndex.class);
    private static final int MAX_DEVICES = 10_000;
    private static final long FAILURE_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final SegmentDirectory directory;
    private final RecentAnnouncements recent;
    private final long maxBytes;
    private final long freshNanos;
    private final LongSupplier nanos;
    private final LinkedHashMap<StreamId, DayEntry> days = new LinkedHashMap<>(64, 0.75f, true);
    private final LinkedHashMap<DeviceId, DevicesDays> devices = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /** @param fresh how long an answer stands without asking again */
    public CachedArchiveIndex(
            SegmentDirectory directory, RecentAnnouncements recent, long maxBytes, Duration fresh, LongSupplier nanos) {
        this.directory = directory;
        this.recent = recent;
        this.maxBytes = maxBytes;
        this.freshNanos = fresh.toNanos();
        this.nanos = nanos;
    }

    @Override
    public DayArchive day(StreamId stream) {
        DayEntry entry;
        synchronized (days) {
            entry = days.computeIfAbsent(stream, DayEntry::new);
        }
        DayArchive archive = entry.get();
        account(entry);
        return archive;
    }

    @Override
    public DayArchive known(StreamId stream) {
        DayEntry entry;
        synchronized (days) {
            entry = days.get(stream);
        }
        return recent.merge(stream, entry == null ? DayArchive.EMPTY : entry.lastAnswer());
    }

    @Override
    public NavigableSet<Day> days(DeviceId device) {
        DevicesDays entry;
        synchronized (devices) {
            entry = devices.computeIfAbsent(device, DevicesDays::new);
            if (devices.size() > MAX_DEVICES) {
                Iterator<DeviceId> eldest = devices.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
        NavigableSet<Day> all = new TreeSet<>(entry.get());
        all.addAll(recent.days(device));
        return all;
    }

    @Override
    public boolean isKnown(DeviceId device) {
        return !days(device).isEmpty() || directory.isKnown(device);
    }

    /** Bytes that the answers kept take, roughly. */
    public long memoryBytes() {
        synchronized (days) {
            return bytes;
        }
    }

    private void account(DayEntry entry) {
        synchronized (days) {
            if (days.get(entry.stream) == entry) {
                bytes += entry.growth();
            }
            Iterator<Map.Entry<StreamId, DayEntry>> eldest = days.entrySet().iterator();
            while (bytes > maxBytes && days.size() > 1) {
                bytes -= eldest.next().getValue().accounted;
                eldest.remove();
            }
        }
    }

    /** An answer, and when it was got. */
    private abstract class Kept<T> {
        private T answer;
        private long since;
        private long failedAt;
        private Optional<ArchiveUnavailableException> failure = Optional.empty();

        Kept(T nothing) {
            answer = nothing;
            since = Long.MIN_VALUE;
        }

        abstract T ask();

        synchronized T fresh() {
            long now = nanos.getAsLong();
            boolean has = since != Long.MIN_VALUE;
            if (has && now - since < freshNanos) {
                return answer;
            }
            if (failure.isPresent() && now - failedAt < FAILURE_PAUSE_NANOS) {
                return has ? answer : fail();
            }
            try {
                answer = ask();
                since = now;
                failure = Optional.empty();
                return answer;
            } catch (ArchiveUnavailableException e) {
                failure = Optional.of(e);
                failedAt = nanos.getAsLong();
                if (has) {
                    return answer;
                }
                throw e;
            }
        }

        private T fail() {
            throw failure.orElseThrow();
        }
    }

    private final class DevicesDays extends Kept<List<Day>> {
        private final DeviceId device;

        DevicesDays(DeviceId device) {
            super(List.of());
            this.device = device;
        }

        @Override
        List<Day> ask() {
            return directory.days(device);
        }

        List<Day> get() {
            return fresh();
        }
    }

    private final class DayEntry extends Kept<DayArchive> {
        private final StreamId stream;
        private volatile DayArchive lastAnswer = DayArchive.EMPTY;
        private DayArchive mergedFrom = DayArchive.EMPTY;
        private DayArchive merged = DayArchive.EMPTY;
        private long mergedVersion = -1;
        private long accounted;

        DayEntry(StreamId stream) {
            super(DayArchive.EMPTY);
            this.stream = stream;
        }

        @Override
        DayArchive ask() {
            List<ArchivedSegment> segments = new ArrayList<>();
            directory.segments(stream).forEach(announced -> {
                try {
                    segments.add(ArchivedSegment.of(announced));
                } catch (FrameException e) {
                    LOG.warn("announcement-unreadable", "key", announced.key(), "reason", e.getMessage());
                }
            });
            lastAnswer = new DayArchive(segments);
            return lastAnswer;
        }

        synchronized DayArchive get() {
            DayArchive answer = fresh();
            long version = recent.version(stream);
            if (answer != mergedFrom || version != mergedVersion) {
                merged = recent.merge(stream, answer);
                mergedFrom = answer;
                mergedVersion = version;
            }
            return merged;
        }

        /** Never waits for a question that is under way. */
        DayArchive lastAnswer() {
            return lastAnswer;
        }

        private long growth() {
            long now = lastAnswer.memoryBytes();
            long growth = now - accounted;
            accounted = now;
            return growth;
        }
    }
}
