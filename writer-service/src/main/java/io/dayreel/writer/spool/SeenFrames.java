package io.dayreel.writer.spool;

import io.dayreel.protocol.frame.FrameView;
import java.util.HashSet;
import java.util.Set;

/**
 * Frames of one stream that went into its open segment and into the one before, so that repeats can be told from new
 * frames and from other bytes at the same position (I2). Remembers up to {@value #MAX_FRAMES} frames of a segment; what
 * comes after counts as new, and readers merge it. Not thread-safe.
 */
final class SeenFrames {
    /** What a frame is to the frames before it. */
    enum Sighting {
        NEW,
        /** The same bytes were seen. */
        REPEAT,
        /** Other bytes were seen first. */
        CONFLICT
    }

    private static final int MAX_FRAMES = 1 << 18;
    private static final int MAX_CONFLICTS = 1024;

    private final Set<Copy> conflictingCopies = new HashSet<>();
    private FingerprintMap before = new FingerprintMap(MAX_FRAMES);
    private FingerprintMap current = new FingerprintMap(MAX_FRAMES);

    Sighting sight(FrameView frame) {
        long position = position(frame);
        long fingerprint = fingerprint(frame);
        long known = current.get(position);
        if (known == FingerprintMap.ABSENT) {
            known = before.get(position);
        }
        if (known == FingerprintMap.ABSENT) {
            return Sighting.NEW;
        }
        return known == fingerprint || conflictingCopies.contains(new Copy(position, fingerprint))
                ? Sighting.REPEAT
                : Sighting.CONFLICT;
    }

    /** Remembers a frame that was stored. */
    void stored(FrameView frame, Sighting sighting) {
        if (sighting == Sighting.NEW) {
            current.put(position(frame), fingerprint(frame));
        } else if (conflictingCopies.size() < MAX_CONFLICTS) {
            conflictingCopies.add(new Copy(position(frame), fingerprint(frame)));
        }
    }

    /** The open segment was closed: what was remembered of the one before it is forgotten. */
    void nextSegment() {
        before = current;
        current = new FingerprintMap(MAX_FRAMES);
    }

    private static long position(FrameView frame) {
        return (long) frame.run() << 32 | frame.counter();
    }

    private static long fingerprint(FrameView frame) {
        return (long) frame.crc() << 32 | frame.length();
    }

    private record Copy(long position, long fingerprint) {}
}
