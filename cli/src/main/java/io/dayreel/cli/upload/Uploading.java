package io.dayreel.cli.upload;

import io.dayreel.cli.source.FfmpegProgram;
import io.dayreel.cli.upload.PartSender.Before;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One upload: cuts, sends so many parts at a time, asks what is missing until nothing is, and says that all is there. One
 * more part than are sent lies on disk at most. One use.
 */
final class Uploading {
    private static final int ROUNDS = 3;

    private final UploadPlan plan;
    private final FfmpegProgram program;
    private final UploadApi api;
    private final Attempts attempts;
    private final int parallel;
    private final UploadDirectory directory;
    private final AtomicLong sentBytes = new AtomicLong();
    private volatile int cutParts;
    private volatile int sentParts;

    /** @param parallel how many parts are on their way at a time, at least 1 */
    Uploading(
            UploadPlan plan,
            FfmpegProgram program,
            UploadApi api,
            Attempts attempts,
            int parallel,
            UploadDirectory directory) {
        this.plan = plan;
        this.program = program;
        this.api = api;
        this.attempts = attempts;
        this.parallel = parallel;
        this.directory = directory;
    }

    /** How things stand. @param parts known so far @param sent of them by this process @param bytes on their way or there */
    record Standing(int parts, int sent, long bytes) {}

    Standing standing() {
        return new Standing(cutParts, sentParts, sentBytes.get());
    }

    /**
     * Returns when the video is complete.
     *
     * @return the server's last answer
     * @throws IOException with a message for the user
     */
    Answer run() throws IOException, InterruptedException {
        Answer state = retried("the video", api::state);
        UploadDirectory.What what = new UploadDirectory.What(api.toString(), plan.id(), plan.fingerprint());
        CounterRanges held = state.numbers("held");
        boolean known = requireSame(what, held);
        directory.begin(what);
        if (known && !held.isEmpty()) {
            attempts.note("going on: the server holds parts " + held);
        }
        sendCaptions();
        Before before = known ? Before.SOME : held.isEmpty() ? Before.NONE : Before.ANOTHER;
        // Without a note of our own, one part tells whether the server holds this video or another one.
        CounterRanges unwanted = known ? held : withoutFirst(held);
        for (int round = 0; round < ROUNDS; round++) {
            int parts = plan.whole().isPresent() ? sendWhole(unwanted, before) : cutAndSend(unwanted, before);
            Answer complete = retried("the end", () -> api.complete(parts));
            if (complete.isGood()) {
                return complete;
            }
            unwanted = held(parts, complete);
            before = Before.SOME;
        }
        throw new IOException("the server does not keep what it has taken: parts are missing again and again");
    }

    /** First of all: who watches from the beginning on has them from the beginning on. */
    private void sendCaptions() throws IOException, InterruptedException {
        for (CaptionsUpload captions : plan.captions()) {
            Answer answer = retried("the captions " + captions.file(), () -> api.send(captions));
            if (!answer.isGood()) {
                throw UploadRefused.of("the captions " + captions.file(), answer);
            }
        }
    }

    private boolean requireSame(UploadDirectory.What what, CounterRanges held) throws IOException {
        Optional<UploadDirectory.What> before = directory.begun();
        boolean same = before.filter(what::equals).isPresent();
        boolean other =
                before.filter(each -> each.server().equals(what.server())).isPresent() && !same;
        if (other && !held.isEmpty()) {
            throw new UploadRefused("video " + plan.id() + " was begun with another file, or cut otherwise: upload that"
                    + " one to its end, or give another --video");
        }
        return same;
    }

    private static CounterRanges withoutFirst(CounterRanges held) {
        CounterRanges others = held.copy();
        if (!others.isEmpty()) {
            others.remove(others.first(), others.first());
        }
        return others;
    }

    private CounterRanges held(int parts, Answer answer) throws UploadRefused {
        CounterRanges missing = answer.numbers("missing");
        if (answer.status() != 409 || missing.isEmpty()) {
            throw UploadRefused.of("the end of the video", answer);
        }
        CounterRanges held = new CounterRanges();
        held.add(1, parts);
        return held.minus(missing);
    }

    private int sendWhole(CounterRanges unwanted, Before before) throws IOException, InterruptedException {
        cutParts = 1;
        if (!unwanted.contains(1)) {
            VideoFile video = plan.video();
            Part part = new Part(
                    1,
                    video.path(),
                    video.bytes(),
                    FileDigest.of(video.path(), 0),
                    plan.whole().orElseThrow(),
                    false);
            send(part, before);
        }
        return 1;
    }

    private int cutAndSend(CounterRanges unwanted, Before before) throws IOException, InterruptedException {
        ExecutorService senders = Executors.newFixedThreadPool(parallel, task -> {
            Thread thread = new Thread(task, "dayreel-cli-upload");
            thread.setDaemon(true);
            return thread;
        });
        ExecutorCompletionService<Integer> done = new ExecutorCompletionService<>(senders);
        int underWay = 0;
        try (PartCutter cutter = new PartCutter(program, plan.video(), plan.partSeconds(), directory.path())) {
            for (Optional<Part> next = cutter.next(unwanted::contains);
                    next.isPresent();
                    next = cutter.next(unwanted::contains)) {
                Part part = next.get();
                cutParts = part.number();
                done.submit(() -> send(part, before));
                underWay++;
                while (underWay > parallel) {
                    awaitOne(done);
                    underWay--;
                }
            }
            while (underWay > 0) {
                awaitOne(done);
                underWay--;
            }
            cutParts = cutter.count();
            return cutter.count();
        } finally {
            senders.shutdownNow();
        }
    }

    private static void awaitOne(ExecutorCompletionService<Integer> done) throws IOException, InterruptedException {
        try {
            done.take().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException told
                    ? told
                    : new IOException("sending stopped: " + failed.getCause(), failed.getCause());
        }
    }

    private Integer send(Part part, Before before) throws IOException, InterruptedException {
        new PartSender(api, attempts, sentBytes::addAndGet, part, before).send();
        if (part.temporary()) {
            Files.deleteIfExists(part.file());
        }
        synchronized (this) {
            sentParts++;
        }
        return part.number();
    }

    /** A request without a body worth counting. */
    @FunctionalInterface
    private interface Request {
        Answer send() throws IOException, InterruptedException;
    }

    /** Good answers, and those that say that parts or the video are not there; @throws UploadRefused for others. */
    private Answer retried(String what, Request request) throws IOException, InterruptedException {
        var backoff = attempts.backoff();
        while (true) {
            String reason;
            Duration atLeast = Duration.ZERO;
            try {
                Answer answer = request.send();
                boolean absent = answer.status() == 404 && answer.body().isObject();
                if (answer.isGood() || answer.status() == 409 || absent) {
                    attempts.works();
                    return answer;
                }
                if (!answer.isForLater()) {
                    throw UploadRefused.of(what, answer);
                }
                reason = answer.reason();
                atLeast = answer.retryAfter();
            } catch (UploadRefused refused) {
                throw refused;
            } catch (IOException broken) {
                reason = broken.getMessage();
            }
            attempts.pause(backoff, reason, atLeast);
        }
    }
}
