package io.dayreel.cli.device;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Takes batches of frames of one run over HTTP, and answers as the test says; otherwise that all is received. */
final class HttpFrames implements AutoCloseable {
    private final HttpServer http;
    private final Deque<Function<Batch, Answer>> answers = new ArrayDeque<>();
    private final List<Batch> batches = new CopyOnWriteArrayList<>();

    /** Frames of a request. @param nanos when it came */
    record Batch(Day day, int run, CounterRanges counters, long nanos) {
        /** With the frames below a counter only. */
        Batch first(long below) {
            return new Batch(day, run, counters.intersection(CounterRanges.of(new CounterRange(0, below - 1))), nanos);
        }
    }

    record Answer(int status, Optional<Batch> durable, int retryAfterSeconds) {}

    HttpFrames() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        http.createContext("/v1/devices/cam/frames", this::take);
        http.start();
    }

    String address() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    /** To the requests that come next, in order. */
    void answers(List<Function<Batch, Answer>> next) {
        answers.addAll(next);
    }

    static Answer tooMany(int retryAfterSeconds) {
        return new Answer(429, Optional.empty(), retryAfterSeconds);
    }

    static Answer unconfirmed(Batch durable) {
        return new Answer(503, Optional.of(durable), 0);
    }

    /** Requests in order. */
    List<Batch> batches() {
        return batches;
    }

    CounterRanges received() {
        CounterRanges all = new CounterRanges();
        batches.forEach(batch -> all.addAll(batch.counters()));
        return all;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        CounterRanges counters = new CounterRanges();
        FrameView last = new FrameView();
        FrameMessage.forEach(last, bytes, 0, bytes.length, frame -> counters.add(frame.counter()));
        Batch batch = new Batch(new Day(last.day()), last.run(), counters, System.nanoTime());
        batches.add(batch);
        Function<Batch, Answer> script =
                answers.isEmpty() ? all -> new Answer(200, Optional.of(all), 0) : answers.remove();
        answer(exchange, script.apply(batch));
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        List<Map<String, Object>> acks = answer.durable().stream()
                .map(batch -> Map.<String, Object>of(
                        "day", batch.day(), "run", batch.run(), "ranges", batch.counters(), "level", Level.RECEIVED))
                .toList();
        byte[] body = Json.writeBytes(Map.of("acks", acks, "errors", List.of()));
        if (answer.retryAfterSeconds() > 0) {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(answer.retryAfterSeconds()));
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
