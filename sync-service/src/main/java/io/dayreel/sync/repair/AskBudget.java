package io.dayreel.sync.repair;

/**
 * Frames that an instance may ask for, refilled at a rate and never more than ten seconds' worth, so that ten thousand
 * devices that come back at once do not send all at once. Thread-safe: all stream threads share one.
 */
public final class AskBudget {
    private static final long SECONDS = 10;

    private final long framesPerSecond;
    private long thousandths;
    private long refilledMillis;

    /** @param nowMillis when the budget is full */
    public AskBudget(int framesPerSecond, long nowMillis) {
        this.framesPerSecond = framesPerSecond;
        this.thousandths = framesPerSecond * SECONDS * 1000;
        this.refilledMillis = nowMillis;
    }

    /** Takes up to so many frames. @return how many were there, 0 if none */
    public synchronized long take(long wanted, long nowMillis) {
        if (nowMillis > refilledMillis) {
            long elapsed = Math.min(nowMillis - refilledMillis, SECONDS * 1000);
            thousandths = Math.min(framesPerSecond * SECONDS * 1000, thousandths + elapsed * framesPerSecond);
            refilledMillis = nowMillis;
        }
        long taken = Math.min(wanted, thousandths / 1000);
        thousandths -= taken * 1000;
        return taken;
    }

    /** Gives back what was taken and not asked for. */
    public synchronized void giveBack(long frames) {
        thousandths += frames * 1000;
    }
}
