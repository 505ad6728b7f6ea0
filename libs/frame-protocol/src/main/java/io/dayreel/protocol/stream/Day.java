package io.dayreel.protocol.stream;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A UTC day as frames carry it.
 *
 * @param number days since 1970-01-01, 0–65535; 0 is not a calendar day but the place of uploaded videos
 */
public record Day(int number) implements Comparable<Day> {
    /** Where uploaded videos live; written {@code video}. */
    public static final Day VIDEO = new Day(0);

    /** 2149-06-06, which has no {@link #next}. */
    public static final Day LAST = new Day(0xFFFF);

    private static final String VIDEO_NAME = "video";
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    public Day {
        if (number < 0 || number > 0xFFFF) {
            throw new IllegalArgumentException("day must be 0–65535 but is " + number);
        }
    }

    /**
     * The UTC day that holds an instant.
     *
     * @throws IllegalArgumentException if it is before 1970-01-01 or after 2149-06-06
     */
    public static Day of(Instant instant) {
        return ofNumber(Math.floorDiv(instant.getEpochSecond(), 86_400L));
    }

    /** As {@link #of}, of a time in µs since 1970-01-01. */
    public static Day ofMicros(long timeMicros) {
        return ofNumber(Math.floorDiv(timeMicros, MICROS_PER_DAY));
    }

    private static Day ofNumber(long number) {
        if (number < 0 || number > 0xFFFF) {
            throw new IllegalArgumentException("day must be 0–65535 but is " + number);
        }
        return new Day((int) number);
    }

    /** @throws IllegalArgumentException unless the text is {@code yyyy-mm-dd} or {@code video} */
    public static Day parse(String text) {
        if (VIDEO_NAME.equals(text)) {
            return VIDEO;
        }
        try {
            return new Day(Math.toIntExact(LocalDate.parse(text).toEpochDay()));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("a day is written yyyy-mm-dd, not '" + text + "'", e);
        }
    }

    public boolean isCalendarDay() {
        return number != 0;
    }

    public LocalDate date() {
        return LocalDate.ofEpochDay(number);
    }

    /** First instant of the day. */
    public Instant start() {
        return date().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** First µs of the day since 1970-01-01. */
    public long startMicros() {
        return number * MICROS_PER_DAY;
    }

    /** @throws IllegalArgumentException if this is the {@link #LAST} */
    public Day next() {
        return new Day(number + 1);
    }

    @Override
    public int compareTo(Day other) {
        return Integer.compare(number, other.number);
    }

    /** {@code yyyy-mm-dd}, or {@code video}. */
    @Override
    public String toString() {
        return isCalendarDay() ? date().toString() : VIDEO_NAME;
    }
}
