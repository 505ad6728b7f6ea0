package io.dayreel.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;

/** Repeated measurements of one thing. */
public final class Spread {
    private final double[] sorted;

    private Spread(double[] sorted) {
        this.sorted = sorted;
    }

    /** At least one value, in any order. */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no measurements");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(sorted);
    }

    /** The value in the middle, or the mean of the two. */
    public double median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Median, smallest and largest, such as {@code 12.3 (11.9–13.0)}. */
    public String text(int decimals) {
        String number = "%." + decimals + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + "–" + number + ")",
                median(),
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
