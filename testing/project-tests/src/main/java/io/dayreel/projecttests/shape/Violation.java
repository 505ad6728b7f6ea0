package io.dayreel.projecttests.shape;

/**
 * Something that is larger than it may be.
 *
 * @param place the file's path, for a method followed by {@code #} and its name
 * @param line where it begins, from 1
 * @param what the rule and the size
 */
public record Violation(String place, long line, String what) {
    @Override
    public String toString() {
        return place + " (line " + line + "): " + what;
    }
}
