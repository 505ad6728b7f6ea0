package io.dayreel.cli.device;

import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** {@code POST /v1/devices/{device}/frames}: one batch, and what became of it. */
final class BatchPost {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ServerAddress server;
    private final HttpClient client;
    private final String path;

    BatchPost(ServerAddress server, String device) {
        this.server = server;
        this.client = server.newClient();
        this.path = "/v1/devices/" + ServerAddress.encode(device) + "/frames";
    }

    /** Frames that are durable. */
    record Acknowledged(Day day, int run, CounterRanges ranges, Level level) {}

    /** A frame that was not taken. @param at its offset in the batch */
    record NotTaken(String code, String field, String detail, long at) {}

    /** The body of an answer, whatever its status; what is not in it is empty. */
    record Body(List<Acknowledged> acks, List<NotTaken> errors, String type, String detail) {
        private static final Body NONE = new Body(List.of(), List.of(), "", "");

        Body {
            acks = acks == null ? List.of() : List.copyOf(acks);
            errors = errors == null ? List.of() : List.copyOf(errors);
            type = type == null ? "" : type;
            detail = detail == null ? "" : detail;
        }

        boolean saysSomething() {
            return !acks.isEmpty() || !errors.isEmpty();
        }
    }

    /** @param retryAfter as the server asks; zero if it does not */
    record Answer(int status, Body body, Duration retryAfter) {
        boolean isGood() {
            return status / 100 == 2;
        }

        /** Whether sending the same again cannot help. */
        boolean isRefused() {
            return status == 401
                    || status == 403
                    || (status == 400 && !body.type().endsWith(":broken-off"));
        }

        boolean isTooLarge() {
            return status == 413;
        }
    }

    /** @throws IOException with a message for the user, if there was no answer */
    Answer send(ByteBuffer batch) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resource(path))
                .timeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/vnd.dayreel.frames")
                .POST(BodyPublishers.ofByteArray(batch.array(), batch.position(), batch.remaining()));
        server.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), body(response), retryAfter(response));
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "connection refused" : e.getMessage();
            throw new IOException("cannot reach " + server + ": " + reason, e);
        }
    }

    private static Body body(HttpResponse<byte[]> response) {
        try {
            return Json.read(response.body(), Body.class);
        } catch (JsonFormatException fromAProxy) {
            return Body.NONE;
        }
    }

    private static Duration retryAfter(HttpResponse<byte[]> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        if (!seconds.matches("\\d{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }
}
