package io.dayreel.cli.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.protocol.ranges.CounterRanges;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the server said.
 *
 * @param body missing if it is no JSON
 * @param retryAfter as it asks; zero if it does not
 * @param offset where to go on in a part, if it says so
 */
record Answer(int status, JsonNode body, Duration retryAfter, OptionalLong offset, boolean held) {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    static Answer of(HttpResponse<byte[]> response) {
        String offset = response.headers().firstValue("Upload-Offset").orElse("");
        return new Answer(
                response.statusCode(),
                body(response.body()),
                retryAfter(response.headers().firstValue("Retry-After").orElse("")),
                offset.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(offset)) : OptionalLong.empty(),
                response.headers().firstValue("Upload-Complete").equals(Optional.of("?1")));
    }

    private static JsonNode body(byte[] bytes) {
        try {
            return bytes.length == 0 ? MissingNode.getInstance() : Json.read(bytes, JsonNode.class);
        } catch (JsonFormatException fromAProxy) {
            return MissingNode.getInstance();
        }
    }

    private static Duration retryAfter(String seconds) {
        if (!seconds.matches("\\d{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }

    boolean isGood() {
        return status / 100 == 2;
    }

    /** Whether the same may work a little later. */
    boolean isForLater() {
        return status == 408
                || status == 429
                || status == 500
                || status == 502
                || status == 503
                || status == 504
                || isProblem("digest");
    }

    /** @param name the last word of a problem's type */
    boolean isProblem(String name) {
        String type = body.path("type").asText();
        return type.equals(name) || type.endsWith(":" + name) || type.endsWith("/" + name);
    }

    boolean isComplete() {
        return body.path("state").asText().equals("complete");
    }

    /** Numbers of parts under a name of the body; malformed ones are none. */
    CounterRanges numbers(String name) {
        CounterRanges numbers = new CounterRanges();
        for (JsonNode range : body.path(name)) {
            long first = range.path(0).asLong(-1);
            long last = range.path(1).asLong(-1);
            if (first >= 0 && last >= first && last <= Integer.MAX_VALUE) {
                numbers.add(first, last);
            }
        }
        return numbers;
    }

    /** For people. */
    String reason() {
        String detail = body.path("detail").asText();
        return "the server answered with status " + status + (detail.isEmpty() ? "" : ": " + detail);
    }
}
