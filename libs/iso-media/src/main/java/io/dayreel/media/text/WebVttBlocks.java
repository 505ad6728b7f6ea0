package io.dayreel.media.text;

import java.util.List;
import java.util.regex.Pattern;

/** The blocks of a WebVTT file (W3C WebVTT, 4.1). */
final class WebVttBlocks {
    private static final Pattern HEADER = Pattern.compile("WEBVTT(?:[ \\t].*)?");
    private static final Pattern NO_CUE = Pattern.compile("(?:NOTE(?:[ \\t].*)?|STYLE[ \\t]*|REGION[ \\t]*)");

    private WebVttBlocks() {}

    static List<Cue> read(List<String> lines) throws CueFormatException {
        if (!HEADER.matcher(lines.get(0)).matches()) {
            throw new CueFormatException(
                    1, "a WebVTT file begins with a line WEBVTT, not " + CueTime.shown(lines.get(0)));
        }
        CueBlocks cues = new CueBlocks();
        int at = endOfHeader(lines);
        while (at < lines.size()) {
            if (lines.get(at).isEmpty()) {
                at++;
            } else {
                at = block(lines, at, cues);
            }
        }
        return cues.cues();
    }

    private static int endOfHeader(List<String> lines) {
        int at = 1;
        while (at < lines.size() && !lines.get(at).isEmpty() && !CueTime.isTiming(lines.get(at))) {
            at++;
        }
        return at;
    }

    /** @return the index behind it */
    private static int block(List<String> lines, int from, CueBlocks cues) throws CueFormatException {
        String first = lines.get(from);
        if (!CueTime.isTiming(first)) {
            boolean identifier = from + 1 < lines.size() && CueTime.isTiming(lines.get(from + 1));
            if (NO_CUE.matcher(first).matches()) {
                return end(lines, from);
            } else if (identifier) {
                return cue(lines, from + 1, cues);
            } else if (first.isBlank()) {
                return from + 1;
            }
            throw new CueFormatException(
                    from + 1,
                    "'" + CueTime.shown(first)
                            + "' is neither a timing nor a cue's identifier with a timing behind it");
        }
        return cue(lines, from, cues);
    }

    private static int cue(List<String> lines, int timingAt, CueBlocks cues) throws CueFormatException {
        CueTime.Timing timing = CueTime.webVtt(timingAt + 1, lines.get(timingAt));
        int end = timingAt + 1;
        while (end < lines.size() && !lines.get(end).isEmpty() && !CueTime.isTiming(lines.get(end))) {
            end++;
        }
        cues.add(timingAt + 1, timing, String.join("\n", lines.subList(timingAt + 1, end)));
        return end;
    }

    private static int end(List<String> lines, int from) {
        int end = from;
        while (end < lines.size() && !lines.get(end).isEmpty()) {
            end++;
        }
        return end;
    }
}
