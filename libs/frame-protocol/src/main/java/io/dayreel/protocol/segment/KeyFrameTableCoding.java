package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a key-frame table. u = unsigned LEB128, s = zigzag LEB128.
 *
 * <pre>
 * table:  u8 version 1 · u extents · extent…
 * extent: u8 kind (0 ordered, 1 unordered) · s run − previous run · s first counter − previous last counter
 *         · u last − first counter · s first time − previous last time · u last − first time
 *         · s offset − previous end · u length · u frames · u tracks · track…
 * track:  u8 track · u key frames · key frame…
 * key frame: s counter step − previous counter step · s time step − previous time step · s offset step
 * </pre>
 *
 * "Previous" is 0 for the first extent. Steps are taken from the key frame before, the first one's from the extent's
 * first counter, first time and offset; the step before the first is 0. At a constant frame rate the differences of
 * steps vanish, so that a key frame takes about 6 bytes.
 */
final class KeyFrameTableCoding {
    private static final int VERSION = 1;
    private static final int MIN_EXTENT = 10;
    private static final int MIN_TRACK = 2;
    private static final int MIN_KEY_FRAME = 3;

    private KeyFrameTableCoding() {}

    static byte[] encode(KeyFrameTable table) {
        LebWriter target = new LebWriter().u8(VERSION).unsigned(table.extents().size());
        int run = 0;
        long counter = 0;
        long time = 0;
        long end = 0;
        for (Extent extent : table.extents()) {
            target.u8(extent.ordered() ? 0 : 1)
                    .signed(extent.run() - run)
                    .signed(extent.firstCounter() - counter)
                    .unsigned(extent.lastCounter() - extent.firstCounter())
                    .signed(extent.firstTimeMicros() - time)
                    .unsigned(extent.lastTimeMicros() - extent.firstTimeMicros())
                    .signed(extent.offset() - end)
                    .unsigned(extent.length())
                    .unsigned(extent.frameCount())
                    .unsigned(extent.keyFrames().size());
            extent.keyFrames().forEach(keys -> encodeTrack(extent, keys, target));
            run = extent.run();
            counter = extent.lastCounter();
            time = extent.lastTimeMicros();
            end = extent.bytes().end();
        }
        return target.toArray();
    }

    private static void encodeTrack(Extent extent, TrackKeyFrames keys, LebWriter target) {
        target.u8(keys.track()).unsigned(keys.size());
        long counter = extent.firstCounter();
        long time = extent.firstTimeMicros();
        long offset = extent.offset();
        long counterStep = 0;
        long timeStep = 0;
        for (KeyFrame key : keys) {
            target.signed(key.counter() - counter - counterStep)
                    .signed(key.timeMicros() - time - timeStep)
                    .signed(key.offset() - offset);
            counterStep = key.counter() - counter;
            timeStep = key.timeMicros() - time;
            counter = key.counter();
            time = key.timeMicros();
            offset = key.offset();
        }
    }

    static KeyFrameTable decode(ByteBuffer bytes) {
        LebReader source = new LebReader(bytes, "key-frame table");
        if (source.u8() != VERSION) {
            throw source.wrong("its version is not 1");
        }
        int count = source.count(MIN_EXTENT);
        List<Extent> extents = new ArrayList<>(count);
        Cursor cursor = new Cursor();
        for (int i = 0; i < count; i++) {
            extents.add(cursor.next(source));
        }
        source.requireEnd();
        return new KeyFrameTable(extents);
    }

    /** Where the previous extent ended. */
    private static final class Cursor {
        private long run;
        private long counter;
        private long time;
        private long end;

        Extent next(LebReader source) {
            boolean ordered = kind(source);
            run += source.signed();
            long firstCounter = counter + source.signed();
            counter = firstCounter + source.unsigned();
            long firstTime = time + source.signed();
            time = firstTime + source.unsigned();
            long offset = end + source.signed();
            long length = source.unsigned();
            end = offset + length;
            long frames = source.unsigned();
            if (run < 0
                    || run > 0xFFFF
                    || firstCounter < 0
                    || firstCounter > counter
                    || counter > 0xFFFF_FFFFL
                    || firstTime > time
                    || offset < 0
                    || length < 0
                    || end < offset
                    || frames < 1
                    || length / FrameLayout.HEADER_LENGTH < frames) {
                throw source.wrong("an extent is out of range");
            }
            Extent bare = new Extent(
                    ordered, (int) run, firstCounter, counter, firstTime, time, offset, length, frames, List.of());
            return withKeyFrames(bare, source);
        }

        private static boolean kind(LebReader source) {
            int kind = source.u8();
            if (kind > 1) {
                throw source.wrong("an extent's kind is 0 or 1, not " + kind);
            }
            return kind == 0;
        }
    }

    private static Extent withKeyFrames(Extent bare, LebReader source) {
        int count = source.count(MIN_TRACK);
        List<TrackKeyFrames> tracks = new ArrayList<>(count);
        int previous = -1;
        for (int i = 0; i < count; i++) {
            TrackKeyFrames keys = decodeTrack(bare, source);
            if (keys.track() <= previous) {
                throw source.wrong("tracks do not ascend");
            }
            previous = keys.track();
            tracks.add(keys);
        }
        return new Extent(
                bare.ordered(),
                bare.run(),
                bare.firstCounter(),
                bare.lastCounter(),
                bare.firstTimeMicros(),
                bare.lastTimeMicros(),
                bare.offset(),
                bare.length(),
                bare.frameCount(),
                tracks);
    }

    private static TrackKeyFrames decodeTrack(Extent extent, LebReader source) {
        int track = source.u8();
        int count = source.count(MIN_KEY_FRAME);
        long[] counters = new long[count];
        long[] times = new long[count];
        long[] offsets = new long[count];
        long counter = extent.firstCounter();
        long time = extent.firstTimeMicros();
        long offset = extent.offset();
        long counterStep = 0;
        long timeStep = 0;
        for (int i = 0; i < count; i++) {
            counterStep += source.signed();
            timeStep += source.signed();
            counter += counterStep;
            time += timeStep;
            offset += source.signed();
            if (counter < extent.firstCounter()
                    || counter > extent.lastCounter()
                    || (i > 0 && counter <= counters[i - 1])
                    || time < extent.firstTimeMicros()
                    || time > extent.lastTimeMicros()
                    || offset < extent.offset()
                    || offset >= extent.bytes().end()) {
                throw source.wrong("a key frame lies outside of its extent");
            }
            counters[i] = counter;
            times[i] = time;
            offsets[i] = offset;
        }
        return new TrackKeyFrames(track, counters, times, offsets);
    }
}
