package io.dayreel.streamer.viewers;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Common Media Client Data of a request (CTA-5004): what players say of themselves in the parameter {@code CMCD} or in
 * four headers. Unknown keys, and what is malformed, are passed over. Immutable.
 */
public final class Cmcd {
    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_SESSION = 64;

    private final Map<String, String> values;

    private Cmcd(Map<String, String> values) {
        this.values = values;
    }

    /** @param texts the parameter and the headers, as they came; null where there is none */
    public static Cmcd of(String... texts) {
        Map<String, String> values = new HashMap<>();
        Stream<String> parts = Arrays.stream(texts)
                .filter(text -> text != null && text.length() <= MAX_LENGTH)
                .flatMap(text -> Arrays.stream(text.split(",")));
        parts.forEach(part -> {
            int equals = part.indexOf('=');
            String key = (equals < 0 ? part : part.substring(0, equals)).strip();
            values.put(key, equals < 0 ? "true" : part.substring(equals + 1).strip());
        });
        return new Cmcd(values);
    }

    /** @param query of the request, encoded; or null */
    public static Optional<String> inQuery(String query) {
        if (query == null) {
            return Optional.empty();
        }
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith("CMCD="))
                .findFirst()
                .flatMap(part -> decoded(part.substring("CMCD=".length())));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty(); // the request is good without it
        }
    }

    /** The player's session ({@code sid}). */
    public Optional<String> session() {
        return Optional.ofNullable(values.get("sid"))
                .map(text -> text.replace("\"", ""))
                .filter(text -> !text.isEmpty() && text.length() <= MAX_SESSION);
    }

    /** Whether the player stalled since the request before ({@code bs}). */
    public boolean isStarved() {
        return "true".equals(values.get("bs"));
    }

    /** Media that the player holds ahead, ms ({@code bl}). */
    public OptionalLong bufferMillis() {
        return number("bl");
    }

    /** What the player measured of its line, kbit/s ({@code mtp}). */
    public OptionalLong throughputKilobits() {
        return number("mtp");
    }

    private OptionalLong number(String key) {
        String text = values.getOrDefault(key, "");
        return text.matches("[0-9]{1,12}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
