package io.dayreel.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One order from connecting to closing. Used on the generator's event loop only. */
final class LoadRun {
    private static final long TICK_MILLIS = 1;
    private static final int VIEWER_ATTEMPTS = 20;
    private static final long VIEWER_PAUSE_MILLIS = 500;
    private static final long CLOSE_MILLIS = 2_000;
    private static final long VIEWERS_LIMIT_NANOS = 10_000_000_000L;

    private final Vertx vertx;
    private final LoadOrder order;
    private final FrameSource source;
    private final Runnable onMeasuring;
    private final List<Device> devices = new ArrayList<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private final LatencyRecorder acknowledged = new LatencyRecorder();
    private final LatencyRecorder viewed = new LatencyRecorder();
    private long startNanos;
    private long lastDoneNanos;

    /** @param onMeasuring called when the warm-up is over */
    LoadRun(Vertx vertx, LoadOrder order, FrameSource source, Runnable onMeasuring) {
        this.vertx = vertx;
        this.order = order;
        this.source = source;
        this.onMeasuring = onMeasuring;
    }

    /** Does it all. The connections are closed when the result is there, or the reason why there is none. */
    Future<LoadResult> execute(WebSocketClient client) {
        return connectDevices(client)
                .compose(connected -> connectViewers(client))
                .compose(connected -> order.paced() ? paced() : saturating())
                .compose(done -> awaitViewers())
                .map(done -> result())
                .onSuccess(result -> endRuns())
                .eventually(this::close);
    }

    private Future<Void> connectDevices(WebSocketClient client) {
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < order.devices().size(); i++) {
            int index = i;
            Device device = new Device(order, source, message -> done(index, message));
            devices.add(device);
            all.add(device.connect(client, order.devices().get(i)));
        }
        return Future.all(all).mapEmpty();
    }

    /** A device can be watched once it has sent something. */
    private Future<Void> connectViewers(WebSocketClient client) {
        if (order.viewers().isEmpty()) {
            return Future.succeededFuture();
        }
        return sendUntil(order.firstMessage() + 1)
                .compose(sent -> Future.all(order.viewers().stream()
                        .map(party -> connect(client, party, VIEWER_ATTEMPTS))
                        .toList()))
                .mapEmpty();
    }

    private Future<Void> connect(WebSocketClient client, LoadOrder.Party party, int attempts) {
        int index = IntStream.range(0, order.devices().size())
                .filter(i -> order.devices().get(i).device().equals(party.device()))
                .findFirst()
                .orElseThrow();
        Viewer viewer = new Viewer(order, counter -> seen(index, counter));
        return viewer.connect(client, party)
                .onSuccess(watching -> viewers.add(viewer))
                .recover(failure -> attempts <= 1
                        ? Future.failedFuture(failure)
                        : vertx.timer(VIEWER_PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                                .compose(paused -> connect(client, party, attempts - 1)));
    }

    private Future<Void> saturating() {
        return sendUntil(order.firstMeasured()).compose(warm -> {
            startNanos = System.nanoTime();
            onMeasuring.run();
            return sendUntil(order.endMessage());
        });
    }

    private Future<Void> sendUntil(long end) {
        return Future.all(devices.stream().map(device -> device.sendUntil(end)).toList())
                .mapEmpty();
    }

    /**
     * Releases messages at their intended times. The devices begin evenly spread over the time between two key frames:
     * cameras do not send their key frames all at once.
     */
    private Future<Void> paced() {
        Promise<Void> allReleased = Promise.promise();
        startNanos = System.nanoTime();
        long warmNanos = intendedNanos(0, order.firstMeasured());
        long endNanos = intendedNanos(devices.size() - 1, order.endMessage() - 1);
        vertx.setPeriodic(TICK_MILLIS, new Handler<Long>() {
            private boolean measuring;

            @Override
            public void handle(Long timer) {
                long now = System.nanoTime();
                for (int device = 0; device < devices.size(); device++) {
                    devices.get(device).release(dueBefore(device, now));
                }
                if (!measuring && now >= warmNanos) {
                    measuring = true;
                    onMeasuring.run();
                }
                if (now >= endNanos) {
                    vertx.cancelTimer(timer);
                    allReleased.complete();
                }
            }
        });
        return allReleased.future().compose(released -> sendUntil(order.endMessage()));
    }

    private long intendedNanos(int device, long message) {
        return firstNanos(device) + (message - order.firstMessage()) * FrameSource.MESSAGE.toNanos();
    }

    private long firstNanos(int device) {
        return startNanos + FrameSource.GOP.toNanos() * device / devices.size();
    }

    /** Number of the first message whose time has not come; that of the viewers' first look was sent before. */
    private long dueBefore(int device, long now) {
        long due = Math.floorDiv(now - firstNanos(device), FrameSource.MESSAGE.toNanos()) + 1;
        long already = order.viewers().isEmpty() ? 0 : 1;
        return order.firstMessage() + Math.max(already, Math.min(due, order.endMessage() - order.firstMessage()));
    }

    private void done(int device, long message) {
        if (message >= order.firstMeasured()) {
            lastDoneNanos = System.nanoTime();
            if (order.paced()) {
                acknowledged.record(intendedNanos(device, message), lastDoneNanos);
            }
        }
    }

    private void seen(int device, long counter) {
        long message = source.messageOf(counter);
        if (order.paced() && message >= order.firstMeasured() && message < order.endMessage()) {
            viewed.record(intendedNanos(device, message), System.nanoTime());
        }
    }

    private Future<Void> awaitViewers() {
        Promise<Void> all = Promise.promise();
        long last = source.firstCounter(order.endMessage()) - 1;
        long deadline = System.nanoTime() + VIEWERS_LIMIT_NANOS;
        vertx.setPeriodic(TICK_MILLIS, timer -> {
            if (viewers.stream().allMatch(viewer -> viewer.lastCounter() >= last)) {
                vertx.cancelTimer(timer);
                all.complete();
            } else if (System.nanoTime() > deadline) {
                vertx.cancelTimer(timer);
                all.fail("a viewer has not seen the last frame 10 s after its acknowledgement");
            }
        });
        return all.future();
    }

    private LoadResult result() {
        long from = order.firstMeasured();
        long measuredNanos = lastDoneNanos - (order.paced() ? intendedNanos(0, from) : startNanos);
        long count = devices.size();
        return new LoadResult(
                measuredNanos / 1e9,
                source.bytes(from, order.endMessage()) * count,
                (source.firstCounter(order.endMessage()) - source.firstCounter(from)) * count,
                order.messages() * count,
                acknowledged.summary(),
                viewed.summary(),
                viewers.stream().mapToLong(Viewer::skipped).sum());
    }

    private void endRuns() {
        if (order.endOfRun()) {
            devices.forEach(Device::endRun);
        }
    }

    private Future<Void> close() {
        List<Future<Void>> all = new ArrayList<>();
        devices.forEach(device -> all.add(device.close()));
        viewers.forEach(viewer -> all.add(viewer.close()));
        // A close that is not answered holds nothing up: the result is there already.
        Promise<Void> waitedLongEnough = Promise.promise();
        vertx.setTimer(CLOSE_MILLIS, timer -> waitedLongEnough.complete());
        return Future.any(Future.all(all), waitedLongEnough.future()).mapEmpty();
    }
}
