package io.dayreel.protocol.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the key-frame table frame by frame. Memory is bounded whatever the order of frames: beyond
 * {@link #MAX_EXTENTS} neighbouring small extents of a run become unordered ones, and beyond {@link #MAX_KEY_FRAMES}
 * every second key frame is left out (a reader then starts a little earlier). A run keeps at least one extent.
 *
 * <p>Stretches in order are cut every {@link #QUIET_MICROS} where they have no pictures. Where that makes too many, they
 * are joined again, so that they stay in order, and further cuts come less often.
 */
final class KeyFrameTableBuilder {
    static final int MAX_EXTENTS = 4096;
    static final int MAX_KEY_FRAMES = 16_384;
    static final long QUIET_MICROS = 5_000_000;
    private static final long MAX_QUIET_MICROS = 1L << 50;

    private List<ExtentBuilder> extents = new ArrayList<>();
    private int keyFrames;
    private boolean crowded;
    private long quietMicros = QUIET_MICROS;

    void add(IndexEntry frame, int length) {
        ExtentBuilder last = extents.isEmpty() ? null : extents.get(extents.size() - 1);
        if (last != null && last.isContinuedBy(frame, quietMicros)) {
            last.add(frame, length);
        } else {
            if (extents.size() >= MAX_EXTENTS) {
                makeRoom();
            }
            extents.add(new ExtentBuilder(frame, length));
        }
        if (frame.isKeyFrame() && ++keyFrames > MAX_KEY_FRAMES) {
            keyFrames = extents.stream().mapToInt(ExtentBuilder::thin).sum();
            crowded = keyFrames > MAX_KEY_FRAMES / 2 + MAX_EXTENTS;
        }
    }

    /** Whether so many tracks and extents have key frames that leaving some out no longer helps. */
    boolean isCrowded() {
        return crowded;
    }

    KeyFrameTable build() {
        return new KeyFrameTable(extents.stream().map(ExtentBuilder::build).toList());
    }

    /** Longer stretches without pictures first; only if that does not help, stretches that are not in order. */
    private void makeRoom() {
        for (long longer = quietMicros * 2;
                extents.size() > MAX_EXTENTS / 2 && longer <= MAX_QUIET_MICROS;
                longer *= 2) {
            int before = extents.size();
            joinQuietNeighbours(longer);
            quietMicros = extents.size() < before ? longer : quietMicros;
        }
        if (extents.size() > MAX_EXTENTS / 2) {
            mergeSmallNeighbours();
        }
    }

    private void joinQuietNeighbours(long longest) {
        List<ExtentBuilder> result = new ArrayList<>();
        for (ExtentBuilder extent : extents) {
            ExtentBuilder before = result.isEmpty() ? null : result.get(result.size() - 1);
            if (before != null && before.isOrderedWith(extent, longest)) {
                before.join(extent);
            } else {
                result.add(extent);
            }
        }
        extents = result;
    }

    /** Leaves the last extent alone, which may still grow in order, and large ones as long as small ones suffice. */
    private void mergeSmallNeighbours() {
        ExtentBuilder growing = extents.remove(extents.size() - 1);
        for (long limit = 2; extents.size() > MAX_EXTENTS / 2 && limit < Integer.MAX_VALUE; limit *= 2) {
            extents = merged(extents, limit);
        }
        extents.add(growing);
    }

    private static List<ExtentBuilder> merged(List<ExtentBuilder> extents, long limit) {
        List<ExtentBuilder> result = new ArrayList<>();
        Map<Integer, ExtentBuilder> lastOfRun = new HashMap<>();
        for (ExtentBuilder extent : extents) {
            ExtentBuilder before = lastOfRun.get(extent.run());
            if (before != null && before.frames() + extent.frames() <= limit) {
                before.merge(extent);
            } else {
                result.add(extent);
                lastOfRun.put(extent.run(), extent);
            }
        }
        return result;
    }
}
