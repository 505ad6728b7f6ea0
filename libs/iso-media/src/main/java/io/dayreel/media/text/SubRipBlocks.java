package io.dayreel.media.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The blocks of a SubRip file: a number, a timing, lines of text. Bold, italic and underlined stay as they are, which WebVTT
 * has too; fonts and positions are left out, and what WebVTT would take for markup is escaped.
 */
final class SubRipBlocks {
    private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,9}\\s*");
    private static final Pattern LEFT_OUT = Pattern.compile("(?i)</?font[^>\\n]*>|\\{\\\\[^}\\n]*\\}");
    private static final Pattern LOOSE_AMPERSAND =
            Pattern.compile("&(?!(?:amp|lt|gt|lrm|rlm|nbsp|#\\d{1,7}|#x[0-9a-fA-F]{1,6});)");
    private static final Pattern LOOSE_BRACKET = Pattern.compile("<(?!/?[biu]>)");
    private static final Pattern CAPITAL_TAG = Pattern.compile("</?[BIU]>");

    private SubRipBlocks() {}

    static List<Cue> read(List<String> lines) throws CueFormatException {
        CueBlocks cues = new CueBlocks();
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).isBlank()) {
                at++;
            } else {
                at = block(lines, at, cues);
            }
        }
        return cues.cues();
    }

    /** @return the index behind it */
    private static int block(List<String> lines, int from, CueBlocks cues) throws CueFormatException {
        boolean numbered = NUMBER.matcher(lines.get(from)).matches() && !CueTime.isTiming(lines.get(from));
        int timingAt = numbered ? from + 1 : from;
        if (timingAt >= lines.size() || !CueTime.isTiming(lines.get(timingAt))) {
            String found = timingAt < lines.size() ? CueTime.shown(lines.get(timingAt)) : "";
            throw new CueFormatException(
                    Math.min(timingAt, lines.size() - 1) + 1,
                    "a timing like 00:00:01,000 --> 00:00:02,500 is needed here, not '" + found
                            + "'; or is this neither SubRip nor WebVTT, which begins with a line WEBVTT?");
        }
        CueTime.Timing timing = CueTime.subRip(timingAt + 1, lines.get(timingAt));
        int end = CueBlocks.blockEnd(lines, timingAt + 1);
        List<String> text = new ArrayList<>(lines.subList(timingAt + 1, end));
        cues.add(timingAt + 1, timing, text.stream().map(SubRipBlocks::payload).collect(Collectors.joining("\n")));
        return end;
    }

    static String payload(String line) {
        String lowered = CAPITAL_TAG
                .matcher(LEFT_OUT.matcher(line).replaceAll(""))
                .replaceAll(tag -> tag.group().toLowerCase(java.util.Locale.ROOT));
        String escaped = LOOSE_AMPERSAND.matcher(lowered).replaceAll("&amp;");
        return LOOSE_BRACKET.matcher(escaped).replaceAll("&lt;").replace("-->", "--&gt;");
    }
}
