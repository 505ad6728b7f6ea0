package io.dayreel.streamer.archive;

import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.KeyFrame;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the frames of one extent by ascending counter. Remembers how far it came. */
final class ExtentFrames {
    /** No frame of the extent is left. */
    static final long NONE = Long.MAX_VALUE;

    private final Extent extent;
    private final FrameLoader loader;
    private final long end;
    private TreeMap<Long, Long> offsets;
    private long offset;
    private long counter = -1;
    private long counterAt;

    ExtentFrames(Extent extent, long firstCounter, FrameLoader loader) {
        this.extent = extent;
        this.loader = loader;
        this.end = Math.min(extent.bytes().end(), loader.end());
        this.offset = startIn(extent, firstCounter);
    }

    Extent extent() {
        return extent;
    }

    /** Where reading an extent for frames from a counter on can begin. */
    static long startIn(Extent extent, long counter) {
        return extent.keyFrames().stream()
                .flatMap(keys -> keys.atOrBefore(counter).stream())
                .mapToLong(KeyFrame::offset)
                .max()
                .orElse(extent.offset());
    }

    /** The smallest counter of an undamaged frame at or after {@code from}, or {@link #NONE}. */
    long next(long from) {
        if (counter < from) {
            counter = extent.ordered() ? nextInOrder(from) : nextOutOfOrder(from);
        }
        return counter;
    }

    /** Where the frame that {@link #next} told is. */
    long offset() {
        return counterAt;
    }

    /** Loads the frame that {@link #next} told. */
    void load() {
        loader.load(counterAt, end);
    }

    private long nextInOrder(long from) {
        while (offset + FrameLayout.HEADER_LENGTH <= end) {
            if (!loader.load(offset, end)) {
                offset = afterDamage();
                continue;
            }
            counterAt = offset;
            offset += loader.view().length();
            if (isOurs() && loader.view().counter() >= from) {
                return loader.view().counter();
            }
        }
        return NONE;
    }

    private boolean isOurs() {
        return loader.isGood() && loader.view().run() == extent.run();
    }

    /** The next place where a frame is known to begin. */
    private long afterDamage() {
        return extent.keyFrames().stream()
                .flatMap(List::stream)
                .mapToLong(KeyFrame::offset)
                .filter(at -> at > offset)
                .min()
                .orElse(end);
    }

    private long nextOutOfOrder(long from) {
        if (offsets == null) {
            offsets = scan();
        }
        Map.Entry<Long, Long> entry = offsets.ceilingEntry(from);
        if (entry == null) {
            return NONE;
        }
        counterAt = entry.getValue();
        return entry.getKey();
    }

    /** Where the frames are; of repeats the one stored first. */
    private TreeMap<Long, Long> scan() {
        TreeMap<Long, Long> found = new TreeMap<>();
        long at = extent.offset();
        while (at + FrameLayout.HEADER_LENGTH <= end && loader.load(at, end)) {
            if (isOurs()) {
                found.putIfAbsent(loader.view().counter(), at);
            }
            at += loader.view().length();
        }
        return found;
    }
}
