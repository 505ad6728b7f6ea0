package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.source.SourceListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lets every n-th picture of each video track through, and says of each how long it is shown until the next one that is
 * let through. Everything else passes, in order; sound only if it is wanted. A picture is held until the next one is
 * known, the first group of pictures until it is whole; at {@value #MAX_FRAMES} frames or {@value #MAX_BYTES} bytes what
 * is held goes out with the durations that are known.
 */
final class Thinning implements Stage {
    private static final int MAX_FRAMES = 4096;
    private static final long MAX_BYTES = 32 << 20;

    private final int every;
    private final boolean sound;
    private final SourceListener listener;
    private final Deque<HeldFrame> held = new ArrayDeque<>();
    private final Map<Integer, TrackThinning> tracks = new HashMap<>();
    private long heldBytes;
    private boolean told;

    /** @param every n, from 1: then only durations change @param sound whether sound passes */
    Thinning(int every, boolean sound, SourceListener listener) {
        if (every < 1) {
            throw new IllegalArgumentException("every n-th picture, with n from 1, not " + every);
        }
        this.every = every;
        this.sound = sound;
        this.listener = listener;
    }

    @Override
    public void accept(CapturedFrame frame, Consumer<CapturedFrame> out) {
        if (!sound && Pictures.isOfSound(frame)) {
            return;
        }
        HeldFrame waiting = new HeldFrame(frame);
        held.add(waiting);
        heldBytes += frame.body().length;
        if (Pictures.isPicture(frame)) {
            tracks.computeIfAbsent(frame.track(), track -> new TrackThinning(every, this::onlyKeyFrames))
                    .accept(waiting);
        } else {
            waiting.pass();
        }
        if (waiting.isReady() && !waiting.isKept()) {
            held.removeLast();
            heldBytes -= frame.body().length;
        }
        giveOut(out);
        if (held.size() > MAX_FRAMES || heldBytes > MAX_BYTES) {
            finish(out);
        }
    }

    @Override
    public void finish(Consumer<CapturedFrame> out) {
        tracks.values().forEach(TrackThinning::finish);
        giveOut(out);
    }

    private void giveOut(Consumer<CapturedFrame> out) {
        while (!held.isEmpty() && held.getFirst().isReady()) {
            HeldFrame first = held.removeFirst();
            heldBytes -= first.frame().body().length;
            if (first.isKept()) {
                out.accept(first.frame());
            }
        }
    }

    private void onlyKeyFrames(int apart) {
        if (!told) {
            told = true;
            listener.adapted("--every " + every + ": pictures of this source build on each other, and without one those"
                    + " after it cannot be decoded. Only key frames are sent, one in about "
                    + Math.max(apart, (int) Math.round((double) every / apart) * apart) + " pictures");
        }
    }
}
