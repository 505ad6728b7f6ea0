package io.dayreel.media;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads an edit list (ISO/IEC 14496-12, 8.6.6) as what nearly every file means by it: a constant shift. Empty edits at
 * the start delay the track, the first other edit says which media time is presentation time zero. Later edits, which
 * would cut or repeat media, are not followed.
 */
final class EditList {

    private EditList() {}

    static long shift(BoxContent trak, long timescale, long movieTimescale) throws MediaFormatException {
        Optional<BoxContent> list = list(trak);
        return list.isEmpty() ? 0 : read(list.get(), timescale, movieTimescale).orElse(0);
    }

    /** The same; empty if there are edits and none plays anything. @throws MediaFormatException if several do */
    static OptionalLong onlyShift(BoxContent trak, long timescale, long movieTimescale) throws MediaFormatException {
        Optional<BoxContent> list = list(trak);
        if (list.isEmpty()) {
            return OptionalLong.of(0);
        }
        BoxContent elst = list.get();
        OptionalLong shift = read(elst, timescale, movieTimescale);
        if (elst.remaining() > 0) {
            throw elst.malformed("plays its media in several pieces");
        }
        return shift;
    }

    private static Optional<BoxContent> list(BoxContent trak) throws MediaFormatException {
        Optional<BoxContent> edits = trak.find(BoxType.EDTS);
        return edits.isEmpty() ? Optional.empty() : edits.get().find(BoxType.ELST);
    }

    private static OptionalLong read(BoxContent elst, long timescale, long movieTimescale) throws MediaFormatException {
        int version = elst.u8();
        elst.skip(3);
        long count = elst.u32();
        double delayInMovie = 0;
        for (long i = 0; i < count; i++) {
            double duration = version == 1 ? elst.u63() : elst.u32();
            long mediaTime = version == 1 ? elst.i64() : elst.i32();
            elst.skip(4);
            if (mediaTime != -1) {
                return OptionalLong.of(shift(elst, Math.rint(delayInMovie * timescale / movieTimescale), mediaTime));
            }
            delayInMovie += duration;
        }
        return OptionalLong.empty();
    }

    private static long shift(BoxContent elst, double delay, long mediaTime) throws MediaFormatException {
        if (mediaTime < 0 || mediaTime >= 1L << 60 || delay >= 1L << 60) {
            throw elst.malformed("edit at media time " + mediaTime + " after " + delay);
        }
        return (long) delay - mediaTime;
    }
}
