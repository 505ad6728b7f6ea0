package io.dayreel.streamer.rendition;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.Day;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an address below {@code /v1/devices/{device}/media/} names. What is behind one never changes, so that any cache
 * may keep it and any instance may serve it.
 */
public sealed interface MediaAddress {
    /** Counters have 32 bits. */
    long AFTER_LAST_COUNTER = 0x1_0000_0000L;

    Day day();

    Rendition rendition();

    int run();

    /** As it stands behind {@code media/}. */
    String path();

    /**
     * An init segment.
     *
     * @param number of the configuration
     * @param tag of its content
     */
    record Init(Day day, Rendition rendition, int run, int number, String tag) implements MediaAddress {
        public Init {
            requireRun(run);
        }

        @Override
        public String path() {
            return day + "/" + rendition + "/" + run + "-c" + number + "-" + tag + ".mp4";
        }
    }

    /**
     * The frames with counters from {@code first} on, before {@code next}.
     *
     * @param tag of the counters that are there, empty if none is missing
     * @param shiftMicros how much later than their own the times of the frames are, µs; 0 but for uploaded parts
     */
    record Segment(Day day, Rendition rendition, int run, long first, long next, String tag, long shiftMicros)
            implements MediaAddress {
        public Segment {
            requireRun(run);
            requireShift(day, shiftMicros);
            if (next <= first || next > AFTER_LAST_COUNTER) {
                throw new IllegalArgumentException("a segment from " + first + " to " + next);
            }
        }

        @Override
        public String path() {
            return day + "/" + rendition + "/" + run + "-" + first + "-" + next + (tag.isEmpty() ? "" : "-" + tag)
                    + shifted(shiftMicros) + ".m4s";
        }
    }

    /** One key frame alone, for scrubbing. @param shiftMicros as of a {@link Segment} */
    record KeyPicture(Day day, Rendition rendition, int run, long counter, long shiftMicros) implements MediaAddress {
        public KeyPicture {
            requireRun(run);
            requireShift(day, shiftMicros);
            if (counter >= AFTER_LAST_COUNTER) {
                throw new IllegalArgumentException("a picture with counter " + counter);
            }
        }

        @Override
        public String path() {
            return day + "/" + rendition + "/" + run + "-" + counter + "-key" + shifted(shiftMicros) + ".m4s";
        }
    }

    /** Silence from a time to another, µs since 1970-01-01, coded as a configuration says. */
    record Silence(Day day, Rendition rendition, int run, int number, long startMicros, long endMicros)
            implements MediaAddress {
        /** No longer than that is made at a time. */
        public static final long MAX_MICROS = 60_000_000;

        public Silence {
            requireRun(run);
            if (endMicros <= startMicros || endMicros - startMicros > MAX_MICROS) {
                throw new IllegalArgumentException("silence from " + startMicros + " to " + endMicros);
            }
        }

        @Override
        public String path() {
            return day + "/" + rendition + "/" + run + "-s" + number + "-" + startMicros + "-" + endMicros + ".m4s";
        }
    }

    /**
     * The text that is shown from a time to another, µs since 1970-01-01: cues out of the frames with counters from
     * {@code first} on, before {@code next}, which reach back and ahead of the pictures of that time, since a cue may have
     * begun before, and may come after them.
     *
     * @param late whether cues are in it too that ended up to {@link #LATE_MICROS} before: of a live stream, in which a cue
     *     may come after the segment of its time was listed
     * @param tag of the counters that are there, empty if none is missing
     * @param shiftMicros as of a {@link Segment}
     */
    record Text(
            Day day,
            Rendition rendition,
            int run,
            long first,
            long next,
            long startMicros,
            long endMicros,
            boolean late,
            String tag,
            long shiftMicros,
            Form form)
            implements MediaAddress {
        /** No cue is shown for longer, so that none has to be looked for further back. */
        public static final long LOOK_BACK_MICROS = 30_000_000;

        /** So far behind the pictures a cue may come. */
        public static final long LATE_MICROS = 10_000_000;

        /** How the text is written. */
        public enum Form {
            /** For HLS. */
            WEB_VTT("vtt"),
            /** ISO/IEC 14496-30, for DASH. */
            MP4("m4s");

            private final String extension;

            Form(String extension) {
                this.extension = extension;
            }

            /** Behind the point of an address. */
            public String extension() {
                return extension;
            }
        }

        public Text {
            requireRun(run);
            requireShift(day, shiftMicros);
            if (!rendition.isText() || next <= first || next > AFTER_LAST_COUNTER || endMicros <= startMicros) {
                throw new IllegalArgumentException("text from " + first + " to " + next + " of " + rendition);
            }
        }

        /** How long a cue is shown at most, µs: where segments have all frames of a file of captions, as long as it says. */
        public long longestMicros() {
            return RecordedRun.isOfCaptions(day, run) ? Long.MAX_VALUE : LOOK_BACK_MICROS;
        }

        /** The same text in another form. */
        public Text in(Form other) {
            return new Text(day, rendition, run, first, next, startMicros, endMicros, late, tag, shiftMicros, other);
        }

        /** The same text when other frames are there. */
        public Text tagged(String other) {
            return new Text(day, rendition, run, first, next, startMicros, endMicros, late, other, shiftMicros, form);
        }

        @Override
        public String path() {
            return day + "/" + rendition + "/" + run + "-" + first + "-" + next + "-" + startMicros + "-" + endMicros
                    + (late ? "-late" : "") + (tag.isEmpty() ? "" : "-" + tag) + shifted(shiftMicros) + "."
                    + form.extension();
        }
    }

    private static String shifted(long shiftMicros) {
        return shiftMicros == 0 ? "" : "-o" + shiftMicros;
    }

    /** What was recorded has its own times. */
    private static void requireShift(Day day, long shiftMicros) {
        if (shiftMicros < 0 || shiftMicros > 0 && day.isCalendarDay()) {
            throw new IllegalArgumentException("frames of " + day + " moved by " + shiftMicros);
        }
    }

    private static void requireRun(int run) {
        if (run < 0 || run > 0xFFFF) {
            throw new IllegalArgumentException("a run is 0–65535, not " + run);
        }
    }

    /** Where the media of a span is; of text where it is written as WebVTT. */
    static MediaAddress of(Rendition rendition, CutSpan span) {
        if (rendition.isText()) {
            return textOf(rendition, span, false);
        }
        if (span.kind() == CutSpan.Kind.SILENCE) {
            return new Silence(
                    span.day(), rendition, span.run(), span.configuration(), span.startMicros(), span.endMicros());
        }
        return new Segment(
                span.day(),
                rendition,
                span.run(),
                span.first(),
                span.next(),
                CounterTag.of(span.missing()),
                span.shiftMicros());
    }

    /** Where the text of a span is. @param late see {@link Text} */
    static Text textOf(Rendition rendition, CutSpan span, boolean late) {
        return new Text(
                span.day(),
                rendition,
                span.run(),
                span.first(),
                span.next(),
                span.startMicros(),
                span.endMicros(),
                late,
                CounterTag.of(span.missing()),
                span.shiftMicros(),
                Text.Form.WEB_VTT);
    }

    /** Where the init segment of a span is. */
    static Init initOf(Rendition rendition, CutSpan span) {
        return new Init(span.day(), rendition, span.run(), span.configuration(), span.configurationTag());
    }

    /** @return empty if there can be no such address */
    static Optional<MediaAddress> parse(String path) {
        try {
            return Parser.parse(path);
        } catch (IllegalArgumentException e) { // numbers out of range: an address that no playlist lists
            return Optional.empty();
        }
    }

    /** Reads addresses. */
    final class Parser {
        private static final Pattern PLACE =
                Pattern.compile("([^/]{5,10})/([vat][0-9]{1,3})/([0-9]{1,5})-([^/]{1,80})");
        private static final String SHIFT = "(?:-o([1-9][0-9]{0,16}))?";
        private static final Pattern INIT = Pattern.compile("c([0-9]{1,3})-([0-9a-f]{8})\\.mp4");
        private static final Pattern SEGMENT =
                Pattern.compile("([0-9]{1,10})-([0-9]{1,10})(?:-([0-9a-f]{8}))?" + SHIFT + "\\.m4s");
        private static final Pattern KEY = Pattern.compile("([0-9]{1,10})-key" + SHIFT + "\\.m4s");
        private static final Pattern SILENCE = Pattern.compile("s([0-9]{1,3})-([0-9]{1,17})-([0-9]{1,17})\\.m4s");

        private static final Pattern TEXT_SEGMENT =
                Pattern.compile("([0-9]{1,10})-([0-9]{1,10})-([0-9]{1,17})-([0-9]{1,17})(-late)?(?:-([0-9a-f]{8}))?"
                        + SHIFT + "\\.(vtt|m4s)");

        private Parser() {}

        private static Optional<MediaAddress> parse(String path) {
            Matcher place = PLACE.matcher(path);
            if (!place.matches()) {
                return Optional.empty();
            }
            Day day = Day.parse(place.group(1));
            Rendition rendition = Rendition.parse(place.group(2));
            int run = Integer.parseInt(place.group(3));
            String rest = place.group(4);
            Matcher init = INIT.matcher(rest);
            if (init.matches()) {
                return Optional.of(new Init(day, rendition, run, Integer.parseInt(init.group(1)), init.group(2)));
            }
            if (rendition.isText()) {
                return text(day, rendition, run, rest);
            }
            Matcher segment = SEGMENT.matcher(rest);
            if (segment.matches()) {
                String tag = segment.group(3) == null ? "" : segment.group(3);
                return Optional.of(new Segment(
                        day, rendition, run, number(segment, 1), number(segment, 2), tag, shift(segment, 4)));
            }
            Matcher key = KEY.matcher(rest);
            if (key.matches()) {
                return Optional.of(new KeyPicture(day, rendition, run, number(key, 1), shift(key, 2)));
            }
            Matcher silence = SILENCE.matcher(rest);
            if (silence.matches()) {
                int configuration = Integer.parseInt(silence.group(1));
                return Optional.of(
                        new Silence(day, rendition, run, configuration, number(silence, 2), number(silence, 3)));
            }
            return Optional.empty();
        }

        private static long shift(Matcher matcher, int group) {
            return matcher.group(group) == null ? 0 : number(matcher, group);
        }

        private static Optional<MediaAddress> text(Day day, Rendition rendition, int run, String rest) {
            Matcher text = TEXT_SEGMENT.matcher(rest);
            if (!text.matches()) {
                return Optional.empty();
            }
            return Optional.of(new Text(
                    day,
                    rendition,
                    run,
                    number(text, 1),
                    number(text, 2),
                    number(text, 3),
                    number(text, 4),
                    text.group(5) != null,
                    text.group(6) == null ? "" : text.group(6),
                    shift(text, 7),
                    text.group(8).equals("vtt") ? Text.Form.WEB_VTT : Text.Form.MP4));
        }

        private static long number(Matcher matcher, int group) {
            return Long.parseLong(matcher.group(group));
        }
    }
}
