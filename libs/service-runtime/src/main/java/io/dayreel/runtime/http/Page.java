package io.dayreel.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list that is sorted by a text.
 *
 * @param items at most the limit
 * @param next cursor of the next page, absent on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /**
     * @param sorted ascending by {@code key}
     * @param cursor as an earlier page gave it; empty for the first page
     */
    public static <T> Page<T> of(List<T> sorted, Function<T, String> key, Optional<String> cursor, int limit) {
        List<T> rest = cursor.map(Page::decode)
                .map(after -> sorted.stream()
                        .filter(item -> key.apply(item).compareTo(after) > 0)
                        .toList())
                .orElse(sorted);
        if (rest.size() <= limit) {
            return new Page<>(List.copyOf(rest), Optional.empty());
        }
        List<T> page = List.copyOf(rest.subList(0, limit));
        return new Page<>(page, Optional.of(encode(key.apply(page.get(limit - 1)))));
    }

    /** A request's cursor, if it has one. @throws ProblemException 400 if it is none */
    public static Optional<String> cursor(String parameter) {
        return Parameters.optional("cursor", parameter, text -> {
            decode(text);
            return text;
        });
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the text is no cursor */
    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a cursor is what an earlier page gave as next, not '" + cursor + "'", e);
        }
    }
}
