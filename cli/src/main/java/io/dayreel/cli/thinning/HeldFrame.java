package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CapturedFrame;

/** A frame of which it is not known yet whether it goes out, or how long it is shown. */
final class HeldFrame {
    private CapturedFrame frame;
    private boolean kept;
    private boolean ready;

    HeldFrame(CapturedFrame frame) {
        this.frame = frame;
    }

    CapturedFrame frame() {
        return frame;
    }

    long shownMicros() {
        return Pictures.shownMicros(frame);
    }

    /** It goes out, once its duration is known. */
    void keep(boolean discontinuous) {
        kept = true;
        frame = discontinuous ? Pictures.discontinuous(frame) : frame;
    }

    void drop() {
        ready = true;
    }

    void lasts(long micros) {
        frame = Pictures.lasting(frame, micros);
        ready = true;
    }

    /** It goes out as it is. */
    void pass() {
        kept = true;
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    boolean isKept() {
        return kept;
    }
}
