package io.dayreel.cli.upload;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code /v1/upload/{videoId}} on the loopback address, as docs/reference/http.md describes it, with what tests want to go
 * wrong. Digests and offsets of every request are checked; it keeps what broke off.
 */
final class UploadServer implements AutoCloseable {
    private static final int PIECE = 1 << 13;

    /** What happens to a request that brings a part. */
    @FunctionalInterface
    interface Trouble {
        /** @param times how often this part was begun, from 1 */
        Optional<Fault> at(int part, int times);
    }

    /** An answer instead of taking it, or (status 0) a connection that breaks after so many bytes. */
    record Fault(int status, String problem, long bytes) {
        static Optional<Fault> breaksAfter(long bytes) {
            return Optional.of(new Fault(0, "", bytes));
        }

        static Optional<Fault> answers(int status, String problem) {
            return Optional.of(new Fault(status, problem, 0));
        }
    }

    /** A part that is held. */
    record Held(byte[] bytes, String type, String key) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Trouble trouble;
    private final Map<Integer, Integer> begun = new ConcurrentHashMap<>();
    private final Map<Integer, byte[]> brokenOff = new ConcurrentHashMap<>();
    final Map<Integer, Held> parts = new ConcurrentHashMap<>();
    final Map<String, String> captions = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<Integer> lostOnce = new CopyOnWriteArrayList<>();
    private volatile boolean complete;

    private UploadServer(HttpServer server, Trouble trouble) {
        this.server = server;
        this.trouble = trouble;
    }

    static UploadServer start(Trouble trouble) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        UploadServer server = new UploadServer(http, trouble);
        http.createContext("/v1/upload/", server::handle);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    boolean isComplete() {
        return complete;
    }

    /** How many requests of a kind came, such as {@code POST 3}. */
    long count(String request) {
        return requests.stream().filter(request::equals).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String method = exchange.getRequestMethod();
            if (!"Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                problem(exchange, 401, "unauthorized", "no such token");
            } else if (path.endsWith("/complete")) {
                completed(exchange);
            } else if (method.equals("PUT")) {
                requests.add("PUT");
                String language = path.substring(path.lastIndexOf("/captions/") + "/captions/".length());
                String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                captions.put(language + " " + exchange.getRequestHeaders().getFirst("Content-Type"), text);
                answer(exchange, 201, state());
            } else if (method.equals("GET")) {
                requests.add("GET");
                if (parts.isEmpty() && brokenOff.isEmpty()) {
                    problem(exchange, 404, "unknown-video", "there is no such video");
                } else {
                    answer(exchange, 200, state());
                }
            } else {
                int part = Integer.parseInt(exchange.getRequestURI().getQuery().replace("segment=", ""));
                requests.add(method + " " + part);
                if (method.equals("HEAD")) {
                    head(exchange, part);
                } else {
                    post(exchange, part);
                }
            }
        }
    }

    private void head(HttpExchange exchange, int part) throws IOException {
        Held held = parts.get(part);
        long here = held != null ? held.bytes().length : brokenOff.getOrDefault(part, new byte[0]).length;
        exchange.getResponseHeaders().set("Upload-Offset", Long.toString(here));
        exchange.getResponseHeaders().set("Upload-Complete", held != null ? "?1" : "?0");
        exchange.sendResponseHeaders(204, -1);
    }

    private void post(HttpExchange exchange, int part) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        long offset = Long.parseLong(
                Optional.ofNullable(headers.getFirst("Upload-Offset")).orElse("0"));
        byte[] before = brokenOff.getOrDefault(part, new byte[0]);
        Optional<Fault> fault = trouble.at(part, begun.merge(part, 1, Integer::sum));
        if (fault.isPresent() && fault.get().status() > 0) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            problem(exchange, fault.get().status(), fault.get().problem(), "it was told to");
            return;
        }
        if (offset > 0 && offset != before.length) {
            exchange.getResponseHeaders().set("Upload-Offset", Long.toString(before.length));
            problem(exchange, 409, "offset", "go on at " + before.length);
            return;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(before, 0, (int) offset);
        boolean all = receive(
                exchange.getRequestBody(), whole, fault.map(Fault::bytes).orElse(Long.MAX_VALUE));
        if (!all) {
            brokenOff.put(part, whole.toByteArray());
            return; // closed without an answer
        }
        take(exchange, part, whole.toByteArray(), (int) offset);
    }

    private static boolean receive(InputStream in, ByteArrayOutputStream whole, long limit) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = limit;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            int kept = (int) Math.min(read, left);
            whole.write(piece, 0, kept);
            left -= kept;
            if (left == 0) {
                return false;
            }
        }
        return true;
    }

    private void take(HttpExchange exchange, int part, byte[] bytes, int offset) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        byte[] content = Arrays.copyOfRange(bytes, offset, bytes.length);
        if (!digest(content).equals(headers.getFirst("Content-Digest"))) {
            problem(exchange, 400, "digest", "the body has another digest");
            return;
        }
        Held held = parts.get(part);
        if (!digest(bytes).equals(headers.getFirst("Repr-Digest"))
                || held != null && !Arrays.equals(held.bytes(), bytes)) {
            brokenOff.remove(part);
            problem(exchange, 409, "other-bytes", "part " + part + " is held with other bytes");
            return;
        }
        brokenOff.remove(part);
        parts.put(part, new Held(bytes, headers.getFirst("Content-Type"), headers.getFirst("Idempotency-Key")));
        answer(exchange, held == null ? 201 : 200, state());
    }

    private void completed(HttpExchange exchange) throws IOException {
        requests.add("complete");
        int count =
                Json.read(exchange.getRequestBody().readAllBytes(), Count.class).parts();
        lostOnce.forEach(parts::remove);
        lostOnce.clear();
        CounterRanges missing = held().missing(1, count);
        if (missing.isEmpty()) {
            complete = true;
            answer(exchange, 200, state());
        } else {
            Map<String, Object> body = problem(409, "missing-parts", "parts are missing");
            body.put("missing", missing.toArrays());
            answer(exchange, 409, body);
        }
    }

    private record Count(int parts) {}

    private CounterRanges held() {
        CounterRanges held = new CounterRanges();
        parts.keySet().forEach(held::add);
        return held;
    }

    private Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("video", "video");
        state.put("state", complete ? "complete" : "open");
        state.put("held", held().toArrays());
        state.put("missing", new long[0][]);
        state.put("playable", Map.of("parts", parts.size(), "seconds", 1));
        state.put("links", Map.of("metadata", "/v1/viewstream/metadata/video"));
        return state;
    }

    private static Map<String, Object> problem(int status, String type, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:dayreel:problem:" + type);
        problem.put("status", status);
        problem.put("detail", detail);
        return problem;
    }

    private static void problem(HttpExchange exchange, int status, String type, String detail) throws IOException {
        answer(exchange, status, problem(status, type, detail));
    }

    /** The rest of the body is read, so that the sender sees the answer. */
    private static void answer(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        byte[] bytes = Json.writeBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static String digest(byte[] bytes) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha-256=:" + new String(Base64.getEncoder().encode(sha256), StandardCharsets.US_ASCII) + ":";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** By number. */
    TreeMap<Integer, Held> inOrder() {
        return new TreeMap<>(parts);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
