package io.dayreel.cli.device;

import io.dayreel.cli.device.BatchPost.Acknowledged;
import io.dayreel.cli.device.BatchPost.Answer;
import io.dayreel.cli.device.BatchPost.NotTaken;
import io.dayreel.cli.socket.Backoff;
import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends what the spool holds in batches over HTTP, one after the other, each again until it is acknowledged. The server
 * can ask for nothing and say nothing of archives. One thread of its own.
 */
final class HttpSending implements Sending {
    private static final int MAX_BATCH = 2 << 20;
    private static final int LEAST_BATCH = 64 << 10;
    private static final long GATHER_MILLIS = 200;
    private static final long CHECK_MILLIS = 1_000;
    private static final long CLOSE_WAIT_MILLIS = 5_000;

    private final DeviceSettings settings;
    private final SpoolState state;
    private final DeviceListener listener;
    private final Backoff backoff;
    private final BatchPost post;
    private final TrialFrames trial;
    private final Thread thread = new Thread(this::run, "dayreel-cli-device");
    private int maxBatch = MAX_BATCH;
    private boolean lastWasFull;

    HttpSending(DeviceSettings settings, SpoolState state, DeviceListener listener, Backoff backoff) {
        this.settings = settings;
        this.state = state;
        this.listener = listener;
        this.backoff = backoff;
        this.post = new BatchPost(settings.server(), settings.device());
        this.trial = new TrialFrames(
                settings.route().faults(), settings.route().faults().draws(0));
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            Optional<FrameBatch> batch = await();
            while (batch.isPresent()) {
                send(batch.get());
                if (trial.twice()) {
                    send(batch.get());
                }
                batch = await();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (DeviceRefused refused) {
            state.fail(refused);
        } catch (IOException | RuntimeException broken) {
            state.fail(new IOException("sending stopped: " + broken.getMessage(), broken));
        }
    }

    /** Waits for frames, and a little for more of them. @return empty when it is over */
    private Optional<FrameBatch> await() throws IOException, InterruptedException {
        state.lock.lock();
        try {
            boolean gathered = lastWasFull;
            while (!state.isOver()) {
                Map<SpooledRun, CounterRanges> due = due();
                if (!due.isEmpty() && gathered) {
                    Optional<FrameBatch> batch = FrameBatch.of(due, maxBatch);
                    lastWasFull = batch.isPresent() && batch.get().body().remaining() > maxBatch / 2;
                    return batch;
                }
                gathered = !due.isEmpty();
                pause(gathered ? GATHER_MILLIS : CHECK_MILLIS, !gathered);
            }
            return Optional.empty();
        } finally {
            state.lock.unlock();
        }
    }

    private Map<SpooledRun, CounterRanges> due() {
        Map<SpooledRun, CounterRanges> due = new LinkedHashMap<>();
        boolean withheld = false;
        for (SpooledRun run : state.spool.runs()) {
            CounterRanges kept = run.next() == 0 ? new CounterRanges() : run.kept();
            CounterRanges now = kept.minus(trial.withheld(run, System.nanoTime()));
            withheld |= now.size() < kept.size();
            if (!now.isEmpty()) {
                due.put(run, now);
            }
        }
        if (due.isEmpty() && withheld) {
            trial.relent(); // nobody will ask for what a trial left out
        }
        return due;
    }

    /** The lock is held. @param untilChange whether any change ends it */
    private void pause(long millis, boolean untilChange) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (left > 0 && !state.isOver()) {
            state.await(left);
            left = untilChange ? 0 : TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
    }

    private void send(FrameBatch batch) throws IOException, InterruptedException {
        Answer answer;
        try {
            answer = post.send(batch.body());
        } catch (IOException e) {
            comeBack(e.getMessage(), Duration.ZERO);
            return;
        }
        take(batch, answer);
        if (answer.isGood() && answer.body().saysSomething()) {
            backoff.reset();
            listener.connected("http");
        } else if (answer.isRefused()) {
            throw new DeviceRefused(refusal(answer));
        } else if (answer.isTooLarge() && maxBatch > LEAST_BATCH) {
            maxBatch /= 2;
        } else {
            comeBack(reason(answer), answer.retryAfter());
        }
    }

    private void take(FrameBatch batch, Answer answer) throws IOException {
        state.lock.lock();
        try {
            for (Acknowledged ack : answer.body().acks()) {
                if (!ack.level().includes(settings.wants())) {
                    throw new DeviceRefused("over HTTP this installation acknowledges only " + name(ack.level())
                            + ", not " + name(settings.wants()) + ": use another --wants");
                }
                state.spool.free(new RunId(ack.day(), ack.run()), ack.ranges());
            }
            for (NotTaken error : answer.body().errors()) {
                if (error.code().equals("gone-acknowledged")) {
                    forget(batch, error);
                }
            }
            state.changed.signalAll();
        } finally {
            state.lock.unlock();
        }
    }

    /** What the frame declared gone is safe, so it is not needed. */
    private void forget(FrameBatch batch, NotTaken error) throws IOException {
        Optional<Map.Entry<RunId, CounterRanges>> frame = batch.frameAt(error.at());
        if (frame.isPresent()) {
            state.spool.free(frame.get().getKey(), frame.get().getValue());
        }
    }

    private static String name(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static String reason(Answer answer) {
        String detail = answer.body().detail();
        return "the server answered with status " + answer.status() + (detail.isEmpty() ? "" : ": " + detail);
    }

    private static String refusal(Answer answer) {
        return switch (answer.status()) {
            case 401 -> "the server refuses the token: it is missing, wrong or expired (give --token or DAYREEL_TOKEN)";
            case 400 -> "the server refuses a frame: " + answer.body().detail();
            default -> "the server refuses this device: " + answer.body().detail();
        };
    }

    private void comeBack(String reason, Duration atLeast) throws InterruptedException {
        Duration wait = backoff.next();
        Duration longer = wait.compareTo(atLeast) < 0 ? atLeast : wait;
        listener.disconnected(reason, longer);
        state.lock.lock();
        try {
            pause(longer.toMillis(), false);
        } finally {
            state.lock.unlock();
        }
    }

    @Override
    public void close() {
        state.stop();
        try {
            thread.join(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
