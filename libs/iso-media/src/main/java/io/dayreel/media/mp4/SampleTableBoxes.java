package io.dayreel.media.mp4;

import io.dayreel.media.box.BoxWriter;
import io.dayreel.media.cmaf.SampleEntryBox;
import java.util.function.IntToLongFunction;

/** A track's stbl (ISO/IEC 14496-12, 8.5 to 8.7). */
final class SampleTableBoxes {
    private final BoxWriter out;
    private final TrackSamples samples;

    SampleTableBoxes(BoxWriter out, TrackSamples samples) {
        this.out = out;
        this.samples = samples;
    }

    /** @param mediaStart where the media data begins in the file @param wide whether offsets take 64 bits */
    void write(long mediaStart, boolean wide) {
        out.box("stbl", () -> {
            descriptions();
            out.fullBox("stts", 0, 0, () -> runs(samples::durationTicks));
            if (samples.reordered()) {
                out.fullBox("ctts", 1, 0, () -> runs(samples::compositionTicks));
            }
            if (samples.format().isVideo()) {
                syncSamples();
            }
            chunkShapes();
            sizes();
            chunkOffsets(mediaStart, wide);
        });
    }

    private void descriptions() {
        out.fullBox("stsd", 0, 0, () -> {
            out.u32(samples.formats().size());
            samples.formats().forEach(format -> SampleEntryBox.write(out, format));
        });
    }

    /** Number of entries, then (count, value) for each run of equal values. */
    private void runs(IntToLongFunction value) {
        int countAt = out.length();
        out.u32(0);
        int entries = 0;
        int begin = 0;
        for (int i = 1; i <= samples.count(); i++) {
            if (i == samples.count() || value.applyAsLong(i) != value.applyAsLong(begin)) {
                out.u32(i - begin).u32(value.applyAsLong(begin));
                begin = i;
                entries++;
            }
        }
        out.setU32(countAt, entries);
    }

    private void syncSamples() {
        out.fullBox("stss", 0, 0, () -> {
            int countAt = out.length();
            out.u32(0);
            int count = 0;
            for (int i = 0; i < samples.count(); i++) {
                if (samples.sync(i)) {
                    out.u32(i + 1);
                    count++;
                }
            }
            out.setU32(countAt, count);
        });
    }

    private void chunkShapes() {
        out.fullBox("stsc", 0, 0, () -> {
            int countAt = out.length();
            out.u32(0);
            int entries = 0;
            for (int i = 0; i < samples.chunks(); i++) {
                boolean same = i > 0
                        && samples.chunkSamples(i) == samples.chunkSamples(i - 1)
                        && samples.description(i) == samples.description(i - 1);
                if (!same) {
                    out.u32(i + 1).u32(samples.chunkSamples(i)).u32(samples.description(i) + 1);
                    entries++;
                }
            }
            out.setU32(countAt, entries);
        });
    }

    private void sizes() {
        out.fullBox("stsz", 0, 0, () -> {
            out.u32(0).u32(samples.count());
            for (int i = 0; i < samples.count(); i++) {
                out.u32(samples.size(i));
            }
        });
    }

    private void chunkOffsets(long mediaStart, boolean wide) {
        out.fullBox(wide ? "co64" : "stco", 0, 0, () -> {
            out.u32(samples.chunks());
            for (int i = 0; i < samples.chunks(); i++) {
                long at = mediaStart + samples.chunkStart(i);
                if (wide) {
                    out.u64(at);
                } else {
                    out.u32(at);
                }
            }
        });
    }
}
