package io.dayreel.streamer.dash;

import io.dayreel.streamer.thumbnails.PictureSize;

/**
 * Strips of thumbnails as a representation with a regular grid (DASH-IF IOP part 2, 6.2.6): each sheet shows as long a
 * time as the next one.
 *
 * @param stepMillis from a picture to the next
 * @param picture size of one
 */
public record TileSheets(long stepMillis, PictureSize picture) {
    static final int COLUMNS = 10;
    static final int ROWS = 5;

    private static final int PICTURES = COLUMNS * ROWS;
    private static final int WIDTH = 160;
    private static final long SHORTEST_STEP_MILLIS = 2_000;
    private static final int MOST_PICTURES = 2_880;
    private static final long MILLIS_PER_SECOND = 1_000;

    /** What a picture of this size takes when there is much to see. */
    private static final long PICTURE_BITS = 64_000;

    /**
     * @param durationMillis of all that is shown
     * @param width of the recorded pictures, 0 if unknown, as {@code height}
     */
    static TileSheets of(long durationMillis, int width, int height) {
        long even = (durationMillis / MOST_PICTURES + MILLIS_PER_SECOND) / MILLIS_PER_SECOND * MILLIS_PER_SECOND;
        return new TileSheets(Math.max(SHORTEST_STEP_MILLIS, even), PictureSize.of(width, height, WIDTH));
    }

    /** How long a sheet shows. */
    long sheetMillis() {
        return stepMillis * PICTURES;
    }

    /** Pixels of a sheet. */
    int width() {
        return picture.width() * COLUMNS;
    }

    int height() {
        return picture.height() * ROWS;
    }

    long bitsPerSecond() {
        return Math.max(1, PICTURES * PICTURE_BITS * MILLIS_PER_SECOND / sheetMillis());
    }

    /** Where the sheets of a period are, which begins at a time of the media. */
    String address(long fromMillis) {
        return "dash/thumbnails/" + fromMillis + "-" + stepMillis + "/$Number$.jpg";
    }

    /**
     * What a sheet is asked for with, at {@code thumbnails.jpg}.
     *
     * @param number of the sheet, from 1
     */
    public static String query(long fromMillis, long stepMillis, long number) {
        long sheet = stepMillis * PICTURES;
        long from = fromMillis + (number - 1) * sheet;
        return "from=" + MpdTimes.dateTime(from) + "&to=" + MpdTimes.dateTime(from + sheet) + "&count=" + PICTURES
                + "&width=" + WIDTH;
    }
}
