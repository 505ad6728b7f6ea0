package io.dayreel.cli.udp;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.contracts.udp.UdpSessionRequest;
import io.dayreel.datagrams.device.DeviceSession;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks for sessions with {@code POST /v1/udp-sessions}. Never blocks. */
final class UdpSessionRequests {
    private static final Duration TIMEOUT = Duration.ofSeconds(25);
    private static final List<String> CIPHERS = List.of("aes-128-gcm", "chacha20-poly1305");
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration GUESSED = Duration.ofHours(1);
    private static final int CREATED = 201;

    private final ServerAddress server;
    private final HttpClient client;
    private final String device;
    private final InstantSource clock;

    /** What a request brought. */
    sealed interface Answer {
        record Opened(UdpSession session) implements Answer {}

        /** @param why for the user; @param lasting whether asking again soon cannot help */
        record Failed(String why, boolean lasting) implements Answer {}
    }

    UdpSessionRequests(ServerAddress server, String device, InstantSource clock) {
        this.server = server;
        this.client = server.newClient();
        this.device = device;
        this.clock = clock;
    }

    /** Completes with an answer, never with a failure. */
    CompletableFuture<Answer> ask() {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resource("/v1/udp-sessions"))
                .timeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.writeBytes(new UdpSessionRequest(device, CIPHERS))));
        server.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).handle(this::answer);
    }

    private Answer answer(HttpResponse<byte[]> response, Throwable failure) {
        if (failure != null) {
            return new Answer.Failed("cannot reach " + server, false);
        }
        try {
            return response.statusCode() == CREATED ? opened(response) : refused(response);
        } catch (JsonFormatException e) {
            return new Answer.Failed(server + " answered what is not understood: " + e.getMessage(), true);
        }
    }

    private Answer opened(HttpResponse<byte[]> response) {
        UdpSessionAnswer answer = Json.read(response.body(), UdpSessionAnswer.class);
        InetSocketAddress address = new InetSocketAddress(answer.host(), answer.port());
        if (address.isUnresolved()) {
            return new Answer.Failed("the host " + answer.host() + " is not known here", false);
        }
        try {
            DeviceSession keys = DeviceSession.of(
                            answer.session(),
                            answer.epoch(),
                            answer.cipher(),
                            answer.deviceKey(),
                            answer.serverSecret())
                    .limitedTo(answer.maxDatagram(), answer.maxMessageBytes());
            return new Answer.Opened(new UdpSession(keys, address, lifetime(response, answer)));
        } catch (IllegalArgumentException e) {
            return new Answer.Failed("the session cannot be used: " + e.getMessage(), true);
        }
    }

    /** By the server's clock where it says it: this device's may be wrong by hours. */
    private Duration lifetime(HttpResponse<byte[]> response, UdpSessionAnswer answer) {
        Instant now = response.headers()
                .firstValue("Date")
                .map(UdpSessionRequests::date)
                .orElseGet(clock::instant);
        Duration lifetime = Duration.between(now, answer.expires());
        boolean likely = lifetime.compareTo(SHORTEST) >= 0 && lifetime.compareTo(LONGEST) <= 0;
        return likely ? lifetime : GUESSED;
    }

    private static Instant date(String text) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private Answer refused(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String detail =
                switch (status) {
                    case 401 -> "the token is missing, wrong or expired";
                    default ->
                        Json.read(response.body(), JsonNode.class)
                                .path("detail")
                                .asText("status " + status);
                };
        return new Answer.Failed(detail, status / 100 == 4 && status != 429);
    }
}
