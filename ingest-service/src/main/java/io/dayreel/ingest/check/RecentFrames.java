package io.dayreel.ingest.check;

/**
 * Checksums of the frames that a connection sent last, 1024 of them in 12 KiB, so that a device that numbers frames
 * twice hears of it at once. Older repeats are found by the writer, which sees them all.
 */
final class RecentFrames {
    private static final int SIZE = 1024;

    private final long[] frames = new long[SIZE];
    private final int[] crcs = new int[SIZE];

    /** Remembers a frame. @return whether another frame with this number and other bytes is remembered */
    boolean conflicts(int day, int run, long counter, int crc) {
        long frame = ((long) day << 48) | ((long) run << 32) | counter;
        int slot = (int) counter & SIZE - 1;
        boolean known = frames[slot] == frame && frame != 0;
        boolean conflict = known && crcs[slot] != crc;
        if (!known) {
            frames[slot] = frame;
            crcs[slot] = crc;
        }
        return conflict;
    }
}
