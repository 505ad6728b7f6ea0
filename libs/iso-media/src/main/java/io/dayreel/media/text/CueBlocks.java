package io.dayreel.media.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Gathers the cues of a file within the limits. One use by one thread. */
final class CueBlocks {
    private final List<Cue> cues = new ArrayList<>();

    /** Takes a cue over; one without text is left out. @param line where its timing stands */
    void add(int line, CueTime.Timing timing, String payload) throws CueFormatException {
        if (payload.getBytes(StandardCharsets.UTF_8).length > CueFile.MAX_PAYLOAD_BYTES) {
            throw new CueFormatException(
                    line,
                    "the cue's text is longer than " + CueFile.MAX_PAYLOAD_BYTES
                            + " bytes: split it into several cues");
        }
        if (cues.size() >= CueFile.MAX_CUES) {
            throw new CueFormatException(line, "these are more than " + CueFile.MAX_CUES + " cues: split the file");
        }
        if (!payload.isBlank()) {
            cues.add(new Cue(timing.startMicros(), timing.endMicros(), payload));
        }
    }

    List<Cue> cues() {
        return cues;
    }

    /** The first line from an index on that is blank, or the number of lines. */
    static int blockEnd(List<String> lines, int from) {
        int end = from;
        while (end < lines.size() && !lines.get(end).isBlank()) {
            end++;
        }
        return end;
    }
}
