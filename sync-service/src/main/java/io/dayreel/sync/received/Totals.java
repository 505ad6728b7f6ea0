package io.dayreel.sync.received;

/**
 * A day in figures. Two that are equal mean that nothing has come or gone in between.
 *
 * @param runs number of runs
 * @param ends how many of them the device ended
 * @param expected received, missing and lost frames
 * @param lastRunEnded whether the run that was captured last is ended: the others are closed by the ones after them
 * @param lastRunDeclared whether the device said that no further run of the day follows
 */
public record Totals(
        int runs,
        int ends,
        long expected,
        long received,
        long missing,
        long lost,
        boolean lastRunEnded,
        boolean lastRunDeclared) {

    /** Nothing is known of the day. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, false, false);
}
