package io.dayreel.writer.offsets;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a committed offset carries as metadata: which log it is an offset of, and where in {@code segments} the
 * announcements begin that a replay from it must know (I3). At most 100 characters.
 *
 * @param framesTopicId Kafka's id of {@code frames}
 * @param segmentsTopicId Kafka's id of {@code segments}
 * @param segmentsOffset in the partition of the same number
 */
public record CommitMark(String framesTopicId, String segmentsTopicId, long segmentsOffset) {
    private static final String ID = "([A-Za-z0-9_-]{1,32})";
    private static final Pattern FORM = Pattern.compile("v1 " + ID + " " + ID + " ([0-9]{1,19})");

    public CommitMark {
        if (segmentsOffset < 0) {
            throw new IllegalArgumentException("offset " + segmentsOffset);
        }
    }

    /** Empty for anything that {@link #toString} did not write. */
    public static Optional<CommitMark> parse(String metadata) {
        Matcher form = FORM.matcher(metadata);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CommitMark(form.group(1), form.group(2), Long.parseLong(form.group(3))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The metadata. */
    @Override
    public String toString() {
        return "v1 " + framesTopicId + " " + segmentsTopicId + " " + segmentsOffset;
    }
}
