package io.dayreel.media.text;

import io.dayreel.media.box.BoxWriter;
import io.dayreel.media.cmaf.Sample;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * WebVTT cues as samples of an MP4 track (ISO/IEC 14496-30, section 7): samples do not overlap and leave no hole. Where
 * several cues are shown each sample has a {@code vttc} of each, where none is a {@code vtte}; the parts of a cue that is
 * cut into several samples have the same source.
 */
public final class WvttSamples {
    private WvttSamples() {}

    /**
     * A cue and what tells its parts in several samples from those of others.
     *
     * @param source the same for all parts of a cue, and of no other cue shown next to it
     */
    public record Placed(int source, Cue cue) {}

    /**
     * The samples that fill a stretch of time, at least one.
     *
     * @param cues in any order, on the same clock as the stretch
     * @throws IllegalArgumentException for an empty stretch
     */
    public static List<Sample> of(List<Placed> cues, long startMicros, long endMicros) {
        if (endMicros <= startMicros) {
            throw new IllegalArgumentException("text from " + startMicros + " to " + endMicros);
        }
        TreeSet<Long> borders = new TreeSet<>(List.of(startMicros, endMicros));
        for (Placed placed : cues) {
            border(borders, placed.cue().startMicros());
            border(borders, placed.cue().endMicros());
        }
        List<Sample> samples = new ArrayList<>(borders.size() - 1);
        long from = startMicros;
        for (long to : borders.tailSet(startMicros, false)) {
            samples.add(sample(cues, from, to));
            from = to;
        }
        return samples;
    }

    private static void border(TreeSet<Long> borders, long micros) {
        if (micros > borders.first() && micros < borders.last()) {
            borders.add(micros);
        }
    }

    private static Sample sample(List<Placed> cues, long from, long to) {
        BoxWriter out = new BoxWriter();
        for (Placed placed : cues) {
            if (placed.cue().overlaps(from, to)) {
                out.box("vttc", () -> {
                    out.box("vsid", () -> out.u32(placed.source() & 0xFFFF_FFFFL));
                    out.box("payl", () -> out.bytes(text(placed.cue())));
                });
            }
        }
        if (out.length() == 0) {
            out.box("vtte", () -> {});
        }
        return new Sample(from, 0, to - from, true, out.toByteBuffer());
    }

    private static byte[] text(Cue cue) {
        return WebVttWriter.payload(cue.payload()).getBytes(StandardCharsets.UTF_8);
    }
}
