package io.dayreel.ingest.check;

import java.util.Optional;

/**
 * Why a message was not taken from a certain byte on.
 *
 * @param code {@code bad-frame}, {@code future-day}, or {@code gone-acknowledged} for one frame that alone is not taken
 * @param field name of the header field at fault
 * @param detail what is wrong and what was expected
 * @param at offset of the frame at fault within the message
 * @param counter its counter, if its header could be read
 */
public record Refusal(String code, String field, String detail, long at, Optional<Long> counter) {
    public static final String BAD_FRAME = "bad-frame";
    public static final String FUTURE_DAY = "future-day";
}
