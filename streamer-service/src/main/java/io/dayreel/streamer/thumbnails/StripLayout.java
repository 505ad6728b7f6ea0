package io.dayreel.streamer.thumbnails;

import java.util.List;

/**
 * Where the pictures of a strip are. A step's place is the same whether other steps have pictures or not.
 *
 * @param count of steps
 * @param size of each picture
 * @param cells steps that have a picture
 */
public record StripLayout(int count, PictureSize size, List<Cell> cells) {
    private static final int MAX_COLUMNS = 10;

    public StripLayout {
        cells = List.copyOf(cells);
    }

    /** One step. @param atMicros what was asked for */
    public record Cell(int step, long atMicros, KeyPicture picture) {
        /** Capture time of the picture shown. */
        public long pictureMicros() {
            return picture.timeMicros();
        }
    }

    public int columns() {
        return Math.min(count, MAX_COLUMNS);
    }

    public int rows() {
        return (count + columns() - 1) / columns();
    }

    public int width() {
        return size.width();
    }

    public int height() {
        return size.height();
    }

    public int column(Cell cell) {
        return cell.step() % columns();
    }

    public int row(Cell cell) {
        return cell.step() / columns();
    }

    /** Pixels of the whole strip. */
    public long pixels() {
        return (long) columns() * width() * rows() * height();
    }
}
