package io.dayreel.streamer.playback;

/**
 * How fast the past is sent.
 *
 * @param factor of real time; infinite for as fast as the viewer reads
 */
public record Speed(double factor) {
    public static final Speed REAL_TIME = new Speed(1);
    public static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

    private static final double SLOWEST = 0.25;
    private static final double FASTEST = 16;

    /** @throws IllegalArgumentException with a message for the caller */
    public static Speed parse(String text) {
        if (text == null || text.isEmpty()) {
            return REAL_TIME;
        }
        if (text.equals("max")) {
            return MAX;
        }
        double factor;
        try {
            factor = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            factor = Double.NaN;
        }
        if (!(factor >= SLOWEST && factor <= FASTEST)) {
            throw new IllegalArgumentException("speed is 0.25–16 or max, not '" + text + "'");
        }
        return new Speed(factor);
    }

    boolean isMax() {
        return Double.isInfinite(factor);
    }
}
