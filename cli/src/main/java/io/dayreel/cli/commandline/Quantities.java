package io.dayreel.cli.commandline;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations, sizes and times as people type them. */
public final class Quantities {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,9})\\s*([a-zA-Z]*)");

    private Quantities() {}

    /** A time span like 90s or 30d. @throws TypeConversionException with an example, for anything else */
    public static Duration duration(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            switch (matcher.group(2)) {
                case "ms":
                    return Duration.ofMillis(number);
                case "s":
                    return Duration.ofSeconds(number);
                case "m":
                    return Duration.ofMinutes(number);
                case "h":
                    return Duration.ofHours(number);
                case "d":
                    return Duration.ofDays(number);
                default:
                    break;
            }
        }
        throw new TypeConversionException("a time span is given like 90s, 15m, 12h or 30d, not '" + text + "'");
    }

    /** A size like 64M. @throws TypeConversionException with an example, for anything else */
    public static ByteCount bytes(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
                case "":
                case "B":
                    return new ByteCount(number);
                case "K":
                    return new ByteCount(number << 10);
                case "M":
                    return new ByteCount(number << 20);
                case "G":
                    return new ByteCount(number << 30);
                default:
                    break;
            }
        }
        throw new TypeConversionException("a size is given like 64M or 2G, not '" + text + "'");
    }

    /** @param option for the message @throws TypeConversionException unless it is an RFC 3339 time */
    public static Instant instant(String option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException(option + " takes a time like 2026-11-21T10:00:00Z, not '" + text + "'");
        }
    }

    /** A size for people: 12.3 MB. */
    public static String shown(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        int unit = 0;
        while (value >= 1_000 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
