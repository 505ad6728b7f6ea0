package io.dayreel.projecttests.shape;

import java.time.LocalDate;
import java.util.List;

/**
 * A violation that is known and accepted: one line {@code date | place | reason} of {@code shape-exceptions.txt}.
 *
 * @param since when it was accepted
 * @param place as in {@link Violation#place()}
 * @param reason why it is better so
 */
public record ShapeException(LocalDate since, String place, String reason) {
    /** @throws IllegalArgumentException if a line lacks one of its three parts */
    public static List<ShapeException> read(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(ShapeException::parse)
                .toList();
    }

    private static ShapeException parse(String line) {
        String[] parts = line.split("\\|", 3);
        if (parts.length < 3 || parts[2].isBlank()) {
            throw new IllegalArgumentException("an exception is 'date | place | reason', not '" + line + "'");
        }
        return new ShapeException(LocalDate.parse(parts[0].strip()), parts[1].strip(), parts[2].strip());
    }
}
