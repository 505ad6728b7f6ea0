package io.dayreel.store;

import java.util.regex.Pattern;

/**
 * Why an object was put, for the count of what is paid for.
 *
 * @param label {@code [a-z][a-z-]{0,31}}; becomes the value of a metric's label, so only constants belong here
 */
public record PutReason(String label) {
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z-]{0,31}");

    public static final PutReason SIZE = new PutReason("size");
    public static final PutReason AGE = new PutReason("age");
    public static final PutReason RUN_END = new PutReason("run-end");
    public static final PutReason DAY_END = new PutReason("day-end");
    public static final PutReason LAG = new PutReason("lag");
    public static final PutReason HANDOVER = new PutReason("handover");
    public static final PutReason LATE = new PutReason("late");
    public static final PutReason OTHER = new PutReason("other");

    public PutReason {
        if (label == null || !LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("a put's reason must match [a-z][a-z-]{0,31} but is '" + label + "'");
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
