package io.dayreel.testkit.camera;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * Counters in the order in which a camera sends them. Faults are added step by step and each gives a new sending:
 * {@code camera.sends(0, 99).loses(40, 44).repeats(10, 12).reorders(8)}. Holds one long per frame. Immutable.
 */
public final class Sending {
    private final Camera camera;
    private final long[] counters;

    private Sending(Camera camera, long[] counters) {
        this.camera = camera;
        this.counters = counters;
    }

    static Sending of(Camera camera, long first, long last) {
        if (first < 0 || last < first || last - first >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("counters " + first + "–" + last);
        }
        return new Sending(camera, LongStream.rangeClosed(first, last).toArray());
    }

    /** Without the frames of this range. */
    public Sending loses(long first, long last) {
        return keeping(counter -> counter < first || counter > last);
    }

    /** Without about this share (0–1) of all frames, the same ones for the same camera. */
    public Sending losesAtRandom(double share) {
        Random random = new Random(camera.settings().seed());
        return keeping(counter -> random.nextDouble() >= share);
    }

    /** Sends the frames of this range, as far as they are sent at all, a second time right after the first. */
    public Sending repeats(long first, long last) {
        return new Sending(
                camera,
                Arrays.stream(counters)
                        .flatMap(counter -> counter >= first && counter <= last
                                ? LongStream.of(counter, counter)
                                : LongStream.of(counter))
                        .toArray());
    }

    /** Shuffles frames within blocks of {@code window} frames, the same way for the same camera. */
    public Sending reorders(int window) {
        Random random = new Random(camera.settings().seed());
        List<Long> shuffled = new ArrayList<>(counters.length);
        for (int from = 0; from < counters.length; from += window) {
            List<Long> block = new ArrayList<>(Arrays.stream(counters, from, Math.min(counters.length, from + window))
                    .boxed()
                    .toList());
            Collections.shuffle(block, random);
            shuffled.addAll(block);
        }
        return new Sending(camera, shuffled.stream().mapToLong(Long::longValue).toArray());
    }

    /** Followed by another sending of the same camera, such as a resend. */
    public Sending then(Sending next) {
        return new Sending(
                camera,
                LongStream.concat(Arrays.stream(counters), Arrays.stream(next.counters))
                        .toArray());
    }

    /** The counters in order of sending. */
    public List<Long> counters() {
        return Arrays.stream(counters).boxed().toList();
    }

    /** Number of frames, repeats counted. */
    public int size() {
        return counters.length;
    }

    /** Messages of at most {@code framesPerMessage} frames, back to back in order of sending, each 5 MiB at most. */
    public List<byte[]> messages(int framesPerMessage) {
        List<byte[]> messages = new ArrayList<>();
        messages(framesPerMessage, messages::add);
        return messages;
    }

    /** As {@link #messages(int)}, handed over one by one, so that long sendings need no memory. */
    public void messages(int framesPerMessage, MessageSink sink) {
        if (framesPerMessage < 1) {
            throw new IllegalArgumentException("a message holds at least one frame");
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int frames = 0;
        for (long counter : counters) {
            byte[] frame = camera.expectedFrame(counter);
            if (frames > 0 && (frames == framesPerMessage || message.size() + frame.length > 5 << 20)) {
                sink.message(message.toByteArray());
                message.reset();
                frames = 0;
            }
            message.writeBytes(frame);
            frames++;
        }
        if (frames > 0) {
            sink.message(message.toByteArray());
        }
    }

    /** Takes one message after the other. */
    @FunctionalInterface
    public interface MessageSink {
        void message(byte[] frames);
    }

    private Sending keeping(LongPredicate kept) {
        return new Sending(camera, Arrays.stream(counters).filter(kept).toArray());
    }
}
