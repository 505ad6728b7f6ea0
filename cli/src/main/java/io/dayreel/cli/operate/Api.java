package io.dayreel.cli.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** REST calls of an installation; problems become messages for the user. */
final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ServerAddress server;
    private final HttpClient client;

    Api(ServerAddress server) {
        this.server = server;
        this.client = server.newClient();
    }

    /** @param path begins with a slash */
    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(server.resource(path)).timeout(TIMEOUT);
        server.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        return builder;
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "connection refused" : e.getMessage();
            throw new IOException("cannot reach " + server + ": " + reason, e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new IOException(problem(response));
        }
        return Json.read(response.body(), JsonNode.class);
    }

    private String problem(HttpResponse<byte[]> response) {
        if (response.statusCode() == 401) {
            return "the token is missing, wrong or expired (give --token or DAYREEL_TOKEN)";
        }
        try {
            String detail =
                    Json.read(response.body(), JsonNode.class).path("detail").asText();
            return detail.isEmpty() ? status(response) : detail;
        } catch (JsonFormatException noProblem) {
            return status(response) + " " + new String(response.body(), StandardCharsets.UTF_8).strip();
        }
    }

    private String status(HttpResponse<byte[]> response) {
        return server + " answered " + response.uri().getPath() + " with status " + response.statusCode();
    }
}
