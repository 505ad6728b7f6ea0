package io.dayreel.systemtests.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Uploads a video as a content provider's program does, without any of the product's own classes. */
public final class VideoSender {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI server;
    private final String token;

    public VideoSender(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** An answer; the body is null where there is no JSON. */
    public record Answer(int status, JsonNode body, HttpResponse<byte[]> raw) {
        /** The last word of a problem's type. */
        public String problem() {
            String type = body.path("type").asText();
            return type.substring(type.lastIndexOf(':') + 1);
        }

        public long number(String header) {
            return raw.headers().firstValueAsLong(header).orElse(-1);
        }
    }

    /** Sends a part as a body. @param headers names and values */
    public Answer send(String video, Object number, byte[] part, String... headers) {
        HttpRequest.Builder request =
                request("/v1/upload/" + video + "?segment=" + number).POST(BodyPublishers.ofByteArray(part));
        return answer(headers.length == 0 ? request : request.headers(headers));
    }

    /** Sends a part as the file of a form, its number behind it. */
    public Answer sendForm(String video, int number, byte[] part) {
        String edge = "----part";
        byte[] before = ("--" + edge + "\r\nContent-Disposition: form-data; name=\"part\"; filename=\"p\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] behind = ("\r\n--" + edge + "\r\nContent-Disposition: form-data; name=\"segment\"\r\n\r\n" + number
                        + "\r\n--" + edge + "--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return answer(request("/upload/" + video)
                .header("Content-Type", "multipart/form-data; boundary=" + edge)
                .POST(BodyPublishers.ofByteArrays(List.of(before, part, behind))));
    }

    /** Begins to send a part and hangs up after some of its bytes. */
    public void breakOff(String video, int number, byte[] part, int after) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/upload/" + video + "?segment=" + number + " HTTP/1.1\r\nHost: here\r\n"
                            + "Authorization: Bearer " + token + "\r\nContent-Length: " + part.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(part, 0, after);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server holds of a part that broke off. */
    public Answer head(String video, int number) {
        return answer(request("/v1/upload/" + video + "?segment=" + number).method("HEAD", BodyPublishers.noBody()));
    }

    /** Goes on with a part where it broke off. */
    public Answer goOn(String video, int number, byte[] part, long offset) {
        return send(
                video,
                number,
                Arrays.copyOfRange(part, (int) offset, part.length),
                "Upload-Offset",
                Long.toString(offset));
    }

    /** Sends a file of captions. @param language and a query behind it */
    public Answer sendCaptions(String video, String language, String type, byte[] file) {
        return answer(request("/upload/" + video + "/captions/" + language)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(file)));
    }

    public Answer state(String video) {
        return answer(request("/v1/upload/" + video).GET());
    }

    /** @param json empty for none */
    public Answer complete(String video, String json) {
        return answer(request("/v1/upload/" + video + "/complete").POST(BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(LIMIT).header("Authorization", "Bearer " + token);
    }

    private Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = response.body().length == 0 ? JSON.nullNode() : JSON.readTree(response.body());
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
