package io.dayreel.runtime.http;

import io.dayreel.protocol.stream.CaptureTime;
import io.dayreel.protocol.stream.Day;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Reads request parameters; what is malformed ends the request with 400 and the parameter's name. */
public final class Parameters {
    private Parameters() {}

    public static Day day(String name, String text) {
        return required(name, text, Day::parse);
    }

    /** A capture time. @param text RFC 3339; absent or empty gives nothing */
    public static Optional<Instant> instant(String name, String text) {
        return optional(name, text, CaptureTime::parse);
    }

    /** @param text ISO 8601, e.g. {@code PT1H} */
    public static Duration duration(String name, String text) {
        return required(name, text, value -> {
            try {
                return Duration.parse(value);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("a duration is written PT1H30M, not '" + value + "'", e);
            }
        });
    }

    /** A page size, 1–1000, 100 if absent. */
    public static int limit(String text) {
        return optional("limit", text, value -> {
                    int limit = Integer.parseInt(value);
                    if (limit < 1 || limit > 1000) {
                        throw new IllegalArgumentException("limit must be 1–1000 but is " + limit);
                    }
                    return limit;
                })
                .orElse(100);
    }

    /** Any parameter. @param parse throws IllegalArgumentException with a message for the caller */
    public static <T> Optional<T> optional(String name, String text, Function<String, T> parse) {
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(required(name, text, parse));
    }

    /** Any parameter that must be there. @param parse throws IllegalArgumentException with a message for the caller */
    public static <T> T required(String name, String text, Function<String, T> parse) {
        if (text == null || text.isEmpty()) {
            throw ProblemException.badParameter(name, name + " is needed");
        }
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw ProblemException.badParameter(name, name + " must be a number but is '" + text + "'");
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter(name, e.getMessage());
        }
    }
}
