package io.dayreel.protocol.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.testkit.Covers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class KeyFrameTableTest {
    private static final int LENGTH = 100;

    @Covers("A4")
    @Property
    void theBytesForARangeOfCountersHoldEveryFrameOfIt(
            @ForAll long seed, @ForAll @IntRange(max = 12) int disorder, @ForAll int from, @ForAll int length) {
        List<IndexEntry> frames = stored(new Random(seed), disorder);
        KeyFrameTable table = table(frames);
        long first = Math.floorMod(from, 200);
        long last = first + Math.floorMod(length, 50);
        for (int run = 0; run < 3; run++) {
            List<ByteRange> parts = new ArrayList<>();
            for (Extent extent : table.overlappingCounters(run, first, last)) {
                parts.add(extent.bytesForCounters(first, last));
            }
            for (IndexEntry frame : frames) {
                boolean wanted = frame.run() == run && frame.counter() >= first && frame.counter() <= last;
                assertThat(!wanted || parts.stream().anyMatch(part -> holds(part, frame)))
                        .as("frame %s in %s", frame, parts)
                        .isTrue();
                assertThat(!wanted || holds(table.bytesForCounters(run, first, last), frame))
                        .isTrue();
            }
        }
    }

    @Property
    void theBytesForARangeOfTimesHoldEveryFrameOfIt(
            @ForAll long seed, @ForAll @IntRange(max = 12) int disorder, @ForAll int from, @ForAll int length) {
        List<IndexEntry> frames = stored(new Random(seed), disorder);
        KeyFrameTable table = table(frames);
        long first = SampleFrames.START_MICROS + Math.floorMod(from, 9_000_000);
        long last = first + Math.floorMod(length, 3_000_000);

        ByteRange bytes = table.bytesForTimes(first, last);

        assertThat(frames.stream().filter(frame -> frame.timeMicros() >= first && frame.timeMicros() <= last))
                .allMatch(frame -> holds(bytes, frame));
    }

    @Property
    void anOrderedExtentLeadsToTheGreatestKeyFrameThatIsNotLater(
            @ForAll long seed, @ForAll @IntRange(max = 12) int disorder, @ForAll int at) {
        List<IndexEntry> frames = stored(new Random(seed), disorder);
        long counter = Math.floorMod(at, 200);
        for (Extent extent : table(frames).extents()) {
            for (TrackKeyFrames keys : extent.keyFrames()) {
                long expected = frames.stream()
                        .filter(frame -> frame.isKeyFrame()
                                && frame.run() == extent.run()
                                && frame.track() == keys.track()
                                && holds(extent.bytes(), frame)
                                && frame.counter() <= counter)
                        .mapToLong(IndexEntry::counter)
                        .max()
                        .orElse(-1);
                assertThat(keys.atOrBefore(counter).map(KeyFrame::counter).orElse(-1L))
                        .isEqualTo(expected);
            }
        }
    }

    @Property
    void extentsAreMaximalAndCoverEveryFrameOnce(@ForAll long seed, @ForAll @IntRange(max = 12) int disorder) {
        List<IndexEntry> frames = stored(new Random(seed), disorder);
        List<Extent> extents = table(frames).extents();

        int breaks = 1;
        long newestPicture = frames.get(0).timeMicros();
        for (int i = 1; i < frames.size(); i++) {
            IndexEntry before = frames.get(i - 1);
            IndexEntry frame = frames.get(i);
            boolean goesOn = frame.run() == before.run()
                    && frame.counter() > before.counter()
                    && (isVideo(frame) || frame.timeMicros() - newestPicture < KeyFrameTableBuilder.QUIET_MICROS);
            breaks += goesOn ? 0 : 1;
            newestPicture = !goesOn || isVideo(frame) ? frame.timeMicros() : newestPicture;
        }
        assertThat(extents).hasSize(breaks).allMatch(Extent::ordered);
        assertThat(extents.stream().mapToLong(Extent::frameCount).sum()).isEqualTo(frames.size());
        assertThat(extents.stream().mapToLong(Extent::length).sum()).isEqualTo((long) frames.size() * LENGTH);
    }

    @Property
    void theCodedTableIsReadBackAndAnyCutIsRefused(
            @ForAll long seed, @ForAll @IntRange(max = 12) int disorder, @ForAll int cut) {
        KeyFrameTable table = table(stored(new Random(seed), disorder));
        byte[] bytes = table.encode();

        assertThat(KeyFrameTable.decode(bytes)).isEqualTo(table);
        assertThatThrownBy(() -> KeyFrameTable.decode(java.util.Arrays.copyOf(bytes, Math.floorMod(cut, bytes.length))))
                .isInstanceOf(FrameException.class);
    }

    @Example
    void aGroupOfPicturesTakesLessThanTenBytes() {
        for (int gopFrames : new int[] {30, 60}) {
            for (boolean jitter : new boolean[] {false, true}) {
                byte[] table = table(fifteenMinutes(gopFrames, jitter)).encode();

                double perGop = (double) table.length / (15 * 60 * 30 / gopFrames);

                assertThat(perGop).as("bytes per GOP of %d frames", gopFrames).isLessThan(jitter ? 10 : 7);
            }
        }
    }

    /** 2 Mbit/s video at 30 fps with 50 audio units a second; with jitter, camera times that are off by up to 5 ms. */
    private static List<IndexEntry> fifteenMinutes(int gopFrames, boolean jitter) {
        Random random = new Random(3);
        List<IndexEntry> frames = new ArrayList<>();
        long offset = 150;
        long counter = 0;
        for (int tick = 0; tick < 15 * 60 * 150; tick++) {
            long time = SampleFrames.START_MICROS + tick * 1_000_000L / 150;
            if (tick % 5 == 0) {
                boolean key = tick / 5 % gopFrames == 0;
                long shown = time + (jitter ? random.nextInt(5000) : 0);
                frames.add(new IndexEntry(9, counter++, offset, shown, 0, FrameType.VIDEO.code(), key ? 1 : 0, 0));
                offset += key ? 60_000 + random.nextInt(20_000) : 4000 + random.nextInt(6000);
            }
            if (tick % 3 == 0) {
                frames.add(new IndexEntry(9, counter++, offset, time, 1, FrameType.AUDIO.code(), 1, 0));
                offset += 240;
            }
        }
        return frames;
    }

    @Example
    void interleavedRunsAreBoundedToUnorderedExtentsThatStillHoldTheirFrames() {
        List<IndexEntry> frames = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            frames.add(entry(i % 2, i / 2, frames.size()));
        }
        for (int i = 30_000; i < 40_000; i++) {
            frames.add(entry(1, i, frames.size()));
        }

        KeyFrameTable table = KeyFrameTable.decode(table(frames).encode());

        assertThat(table.extents()).hasSizeLessThanOrEqualTo(KeyFrameTableBuilder.MAX_EXTENTS + 1);
        Extent last = table.extents().get(table.extents().size() - 1);
        assertThat(last.ordered()).isTrue();
        assertThat(last.frameCount()).isGreaterThanOrEqualTo(10_000);
        assertThat(table.extents().stream().mapToLong(Extent::frameCount).sum()).isEqualTo(frames.size());
        for (int i = 0; i < frames.size(); i += 997) {
            IndexEntry frame = frames.get(i);
            assertThat(table.overlappingCounters(frame.run(), frame.counter(), frame.counter()))
                    .anyMatch(extent -> holds(extent.bytesForCounters(frame.counter(), frame.counter()), frame));
        }
    }

    @Covers("A5")
    @Example
    void withoutPicturesThereIsAPlaceToStartAtLeastEveryFiveSeconds() {
        List<Extent> extents = table(sound(0, 50 * 60, 20_000)).extents();

        assertThat(extents).hasSize(12).allMatch(Extent::ordered);
        assertThat(extents)
                .allMatch(extent ->
                        extent.lastTimeMicros() - extent.firstTimeMicros() < KeyFrameTableBuilder.QUIET_MICROS);
    }

    @Covers("A5")
    @Example
    void soDoesSoundThatGoesOnAfterTheLastPictureUntilTheNextOne() {
        List<IndexEntry> frames = new ArrayList<>();
        frames.add(picture(0, 0, 0));
        frames.addAll(
                sound(1, 50 * 12, 20_000).stream().map(frame -> moved(frame, 1)).toList());
        frames.add(picture(frames.size(), frames.size(), 30_000_000));

        List<Extent> extents = table(frames).extents();

        assertThat(extents).extracting(Extent::frameCount).containsExactly(251L, 250L, 101L);
    }

    @Covers("A5")
    @Example
    void manyHoursWithoutPicturesStayInOrderWithFewerPlacesToStart() {
        for (long step : new long[] {2_000_000, 60_000_000}) {
            List<Extent> extents = table(sound(0, 100_000, step)).extents();

            assertThat(extents)
                    .hasSizeBetween(KeyFrameTableBuilder.MAX_EXTENTS / 4, KeyFrameTableBuilder.MAX_EXTENTS)
                    .allMatch(Extent::ordered);
            assertThat(extents.stream().mapToLong(Extent::frameCount).sum()).isEqualTo(100_000);
            assertThat(extents.stream().mapToLong(Extent::frameCount).max().orElseThrow() * step)
                    .isLessThan(4 * 100_000 * step / KeyFrameTableBuilder.MAX_EXTENTS * 2);
        }
    }

    /** Audio units of one run, as far apart as told. */
    private static List<IndexEntry> sound(long firstCounter, int count, long stepMicros) {
        List<IndexEntry> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long time = SampleFrames.START_MICROS + i * stepMicros;
            int type = FrameType.AUDIO.code();
            frames.add(new IndexEntry(9, firstCounter + i, (long) i * LENGTH, time, 1, type, 1, 0));
        }
        return frames;
    }

    private static IndexEntry moved(IndexEntry frame, int byFrames) {
        return new IndexEntry(
                frame.run(),
                frame.counter(),
                frame.offset() + (long) byFrames * LENGTH,
                frame.timeMicros(),
                frame.track(),
                frame.typeCode(),
                frame.flags(),
                frame.crc());
    }

    private static IndexEntry picture(long counter, int index, long micros) {
        long time = SampleFrames.START_MICROS + micros;
        return new IndexEntry(9, counter, (long) index * LENGTH, time, 0, FrameType.VIDEO.code(), 1, 0);
    }

    @Example
    void aTrackOfKeyFramesOnlyIsThinnedAndStillLeadsToAnEarlierOne() {
        List<IndexEntry> frames = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            frames.add(new IndexEntry(1, i, (long) i * LENGTH, SampleFrames.time(i), 0, 1, 1, 0));
        }

        KeyFrameTable table = table(frames);

        TrackKeyFrames keys = table.extents().get(0).track(0).orElseThrow();
        assertThat(keys).hasSizeLessThanOrEqualTo(KeyFrameTableBuilder.MAX_KEY_FRAMES);
        assertThat(keys.atOrBefore(77_777).orElseThrow().counter()).isBetween(77_760L, 77_777L);
    }

    @Example
    void aTableThatClaimsMoreThanItsBytesHoldIsRefusedBeforeMemoryIsTaken() {
        byte[] bytes = new LebWriter().u8(1).unsigned(1L << 40).toArray();

        assertThatThrownBy(() -> KeyFrameTable.decode(bytes)).isInstanceOf(FrameException.class);
    }

    private static KeyFrameTable table(List<IndexEntry> frames) {
        KeyFrameTableBuilder builder = new KeyFrameTableBuilder();
        for (int i = 0; i < frames.size(); i++) {
            long end = i + 1 < frames.size()
                    ? frames.get(i + 1).offset()
                    : frames.get(i).offset() + LENGTH;
            builder.add(frames.get(i), (int) (end - frames.get(i).offset()));
        }
        return builder.build();
    }

    /** Three runs of 200 frames on two video tracks and one of audio, with some neighbours swapped or moved. */
    private static List<IndexEntry> stored(Random random, int disorder) {
        List<long[]> order = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            for (int counter = 0; counter < 200; counter++) {
                order.add(new long[] {run, counter});
            }
        }
        for (int i = 0; i < disorder; i++) {
            Collections.swap(order, random.nextInt(order.size()), random.nextInt(order.size()));
        }
        List<IndexEntry> frames = new ArrayList<>();
        for (long[] frame : order) {
            frames.add(entry((int) frame[0], frame[1], frames.size()));
        }
        return frames;
    }

    private static IndexEntry entry(int run, long counter, int index) {
        boolean audio = counter % 3 == 2;
        int type = (audio ? FrameType.AUDIO : FrameType.VIDEO).code();
        int flags = audio || counter % 20 < 2 ? 1 : 0;
        long time = SampleFrames.time(run * 200L + counter);
        return new IndexEntry(run, counter, (long) index * LENGTH, time, (int) (counter % 3), type, flags, 0);
    }

    private static boolean isVideo(IndexEntry frame) {
        return frame.type() == FrameType.VIDEO;
    }

    private static boolean holds(ByteRange bytes, IndexEntry frame) {
        return frame.offset() >= bytes.offset() && frame.offset() < bytes.end();
    }
}
