package io.dayreel.tail;

import io.dayreel.protocol.ranges.CounterRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/**
 * Where the frames of one run are: one row per stretch of consecutive counters, sorted by first counter, then offset.
 * Rows may overlap where frames were repeated. Not thread-safe; its log locks.
 */
final class RunIndex {
    static final long EVICTED = -1;

    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int FIRST_TIME = 2;
    private static final int LAST_TIME = 3;
    private static final int OFFSET = 4;
    private static final int RECEIVED = 5;
    private static final int PLACE = 6;
    private static final int LENGTH = 7;
    private static final int ARCHIVED = 8;
    private static final int COLUMNS = 9;

    private final int run;
    private final long[][] columns = new long[COLUMNS][8];
    private final KeyFrames keyFrames = new KeyFrames();
    private final Map<Integer, TailConfiguration> configurations = new HashMap<>();
    private int count;
    private long version;
    private long widest;
    private long lastCounter;
    private long endCounter = -1;
    private long endMicros;
    private long firstTime = Long.MAX_VALUE;
    private long lastTime = Long.MIN_VALUE;

    RunIndex(int run) {
        this.run = run;
    }

    int run() {
        return run;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int rows() {
        return count;
    }

    KeyFrames keyFrames() {
        return keyFrames;
    }

    /** The frame with this counter and time ends the run. */
    void end(long counter, long timeMicros) {
        endCounter = counter;
        endMicros = timeMicros;
    }

    /** At most 65536 of them: track and number are a byte each. */
    void configure(TailConfiguration configuration) {
        configurations.putIfAbsent(configuration.track() << 8 | configuration.number(), configuration);
    }

    List<TailConfiguration> configurations() {
        return List.copyOf(configurations.values());
    }

    CounterRanges counters() {
        CounterRanges held = new CounterRanges();
        for (int i = 0; i < count; i++) {
            held.add(columns[FIRST][i], columns[LAST][i]);
        }
        return held;
    }

    /** Grows with every change of what is held. */
    long version() {
        return version;
    }

    Optional<TailConfiguration> configuration(int track, int number) {
        return Optional.ofNullable(configurations.get(track << 8 | number));
    }

    /** Adds a stretch; one that is already there (same counter, same offset) changes nothing. */
    void add(TailStretch stretch, boolean archived) {
        int at = lowerBound(stretch.start(), stretch.offset());
        if (at < count && columns[FIRST][at] == stretch.start() && columns[OFFSET][at] == stretch.offset()) {
            return;
        }
        makeRoom(at);
        columns[FIRST][at] = stretch.start();
        columns[LAST][at] = stretch.last();
        columns[FIRST_TIME][at] = stretch.firstTimeMicros();
        columns[LAST_TIME][at] = stretch.lastTimeMicros();
        columns[OFFSET][at] = stretch.offset();
        columns[RECEIVED][at] = stretch.receivedMillis();
        columns[PLACE][at] = stretch.place();
        columns[LENGTH][at] = stretch.length();
        columns[ARCHIVED][at] = archived ? 1 : 0;
        count++;
        version++;
        widest = Math.max(widest, stretch.last() - stretch.start());
        lastCounter = Math.max(lastCounter, stretch.last());
        firstTime = Math.min(firstTime, stretch.firstTimeMicros());
        lastTime = Math.max(lastTime, stretch.lastTimeMicros());
    }

    /** The visible copy of the first frame at or after {@code counter}, and how far it goes. */
    Optional<TailStretch> next(long counter) {
        int behind = lowerBound(counter + 1, Long.MIN_VALUE);
        int best = -1;
        for (int i = behind - 1; i >= 0 && columns[FIRST][i] + widest >= counter; i--) {
            boolean covers = columns[LAST][i] >= counter;
            if (covers && (best < 0 || columns[OFFSET][i] < columns[OFFSET][best])) {
                best = i;
            }
        }
        if (best >= 0) {
            return Optional.of(stretch(best, counter, behind));
        }
        return behind < count ? Optional.of(stretch(behind, columns[FIRST][behind], behind + 1)) : Optional.empty();
    }

    /** Row {@code at} from a counter on, up to where a copy received earlier begins. */
    private TailStretch stretch(int at, long from, int searchFrom) {
        long last = columns[LAST][at];
        for (int i = searchFrom; i < count && columns[FIRST][i] <= last; i++) {
            if (columns[OFFSET][i] < columns[OFFSET][at] && columns[FIRST][i] > from) {
                last = columns[FIRST][i] - 1;
            }
        }
        return row(at, from, last);
    }

    /** All rows of higher offsets, in no particular order. */
    List<TailStretch> stretchesAfter(long offset) {
        List<TailStretch> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (columns[OFFSET][i] > offset) {
                rows.add(row(i, columns[FIRST][i], columns[LAST][i]));
            }
        }
        return rows;
    }

    private TailStretch row(int at, long from, long last) {
        return new TailStretch(
                run,
                from,
                last,
                columns[FIRST][at],
                columns[FIRST_TIME][at],
                columns[LAST_TIME][at],
                columns[OFFSET][at],
                columns[RECEIVED][at],
                columns[PLACE][at],
                (int) columns[LENGTH][at]);
    }

    /** Counter of the first stretch, in order of counters, that holds a frame at or after a time. */
    Optional<Long> firstCounterAtOrAfter(long timeMicros) {
        for (int i = 0; i < count; i++) {
            if (columns[LAST_TIME][i] >= timeMicros) {
                return Optional.of(columns[FIRST][i]);
            }
        }
        return Optional.empty();
    }

    /** Rows that begin with counters {@code first} to {@code last}, each {@code step} or more later than the one before. */
    List<TailMark> marks(long first, long last, long stepMicros) {
        List<TailMark> marks = new ArrayList<>();
        for (int i = lowerBound(first, Long.MIN_VALUE); i < count && columns[FIRST][i] <= last; i++) {
            TailMark before = marks.isEmpty() ? null : marks.get(marks.size() - 1);
            long time = columns[FIRST_TIME][i];
            if (before == null || columns[FIRST][i] > before.counter() && time - before.timeMicros() >= stepMicros) {
                marks.add(new TailMark(columns[FIRST][i], time));
            }
        }
        return marks;
    }

    /** Its times and last counter stay known when frames are forgotten, so that the order of runs never changes back. */
    TailRun summary() {
        OptionalLong end = endCounter == lastCounter ? OptionalLong.of(endMicros) : OptionalLong.empty();
        return new TailRun(run, columns[FIRST][0], lastCounter, firstTime, lastTime, end);
    }

    /** Bytes of frames from a counter on. */
    long bytesFrom(long counter) {
        long bytes = 0;
        for (int i = count - 1; i >= 0 && columns[LAST][i] >= counter; i--) {
            bytes += columns[LENGTH][i];
        }
        return bytes;
    }

    void archived(long firstOffset, long lastOffset) {
        for (int i = 0; i < count; i++) {
            if (columns[OFFSET][i] >= firstOffset && columns[OFFSET][i] <= lastOffset) {
                columns[ARCHIVED][i] = 1;
            }
        }
        removeIf(i -> columns[ARCHIVED][i] == 1 && columns[PLACE][i] == EVICTED);
    }

    /** The bytes in these places are gone: what is archived is forgotten, the rest stays with its offset (I5). */
    void evicted(long firstPlace, long lastPlace) {
        for (int i = 0; i < count; i++) {
            if (columns[PLACE][i] >= firstPlace && columns[PLACE][i] <= lastPlace) {
                columns[PLACE][i] = EVICTED;
            }
        }
        removeIf(i -> columns[ARCHIVED][i] == 1 && columns[PLACE][i] == EVICTED);
    }

    private void removeIf(IntPredicate gone) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!gone.test(i)) {
                for (long[] column : columns) {
                    column[kept] = column[i];
                }
                kept++;
            }
        }
        if (kept < count) {
            version++;
            count = kept;
            if (count > 0) {
                keyFrames.removeBelow(columns[FIRST][0]);
            }
        }
    }

    List<TailKeyFrame> keyFramesUpTo(long timeMicros) {
        return keyFrames.lastOfEachTrack(timeMicros);
    }

    private int lowerBound(long first, long offset) {
        int low = 0;
        int high = count;
        if (count > 0 && isBelow(count - 1, first, offset)) {
            return count;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBelow(middle, first, offset)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isBelow(int at, long first, long offset) {
        return columns[FIRST][at] < first || columns[FIRST][at] == first && columns[OFFSET][at] < offset;
    }

    private void makeRoom(int at) {
        for (int c = 0; c < COLUMNS; c++) {
            if (count == columns[c].length) {
                columns[c] = Arrays.copyOf(columns[c], count * 2);
            }
            System.arraycopy(columns[c], at, columns[c], at + 1, count - at);
        }
    }
}
