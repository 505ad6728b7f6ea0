package io.dayreel.protocol.frame;

/** Rules for a message: one or more whole frames of one day and run, back to back. */
public final class FrameMessage {

    /** Called for each frame of a message, in order; the view is reused for the next one. */
    @FunctionalInterface
    public interface FrameVisitor {
        void frame(FrameView frame);
    }

    private FrameMessage() {}

    /**
     * Visits every frame of a message, checking lengths, checksums and that all belong to one day and run. Frames
     * before a bad one have been visited when this throws, so that they can be kept and acknowledged.
     *
     * @param view reused for every frame
     * @return number of frames
     * @throws FrameException at the first byte that is not a valid frame of the message, also for an empty message
     */
    public static int forEach(FrameView view, byte[] message, int from, int to, FrameVisitor visitor) {
        int at = from;
        int frames = 0;
        int day = 0;
        int run = 0;
        do {
            view.wrap(message, at, to).checkCrc();
            if (frames > 0 && (view.day() != day || view.run() != run)) {
                throw new FrameException(
                        FrameException.Reason.MIXED_STREAMS,
                        at,
                        "a message holds frames of one day and run: " + day + "/" + run + " is followed by "
                                + view.day() + "/" + view.run());
            }
            day = view.day();
            run = view.run();
            frames++;
            at = view.end();
            visitor.frame(view);
        } while (at < to);
        return frames;
    }
}
