package io.dayreel.ingest.upload;

import io.dayreel.protocol.stream.DeviceId;

/**
 * One part of an uploaded video.
 *
 * @param number 0–{@value #LAST}: the run that its frames have
 */
public record PartId(DeviceId video, int number) {
    /** The largest number; the runs behind it belong to the whole video. */
    public static final int LAST = 64_999;

    public PartId {
        if (number < 0 || number > LAST) {
            throw new IllegalArgumentException("a part has a number from 0 to " + LAST + ", not " + number);
        }
    }

    /** @throws IllegalArgumentException with a message for the caller unless it is the number of a part */
    public static int parse(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= LAST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfRange(text, e);
        }
        throw outOfRange(text, null);
    }

    private static IllegalArgumentException outOfRange(String text, NumberFormatException cause) {
        return new IllegalArgumentException(
                "the segment number is a whole number from 0 to " + LAST + ", not '" + text + "'", cause);
    }

    @Override
    public String toString() {
        return video + " part " + number;
    }
}
