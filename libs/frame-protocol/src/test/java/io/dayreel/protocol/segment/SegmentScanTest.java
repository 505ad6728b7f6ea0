package io.dayreel.protocol.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.testkit.Covers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SegmentScanTest {
    private static final int COUNT = 120;
    private static final List<byte[]> FRAMES = new SampleFrames(5).recording(11, COUNT);
    private static final byte[] HEADER = SampleFrames.HEADER.encode();
    private static final byte[] WHOLE = whole();

    @Covers("A3")
    @Property
    void aTornFileGivesEveryFrameThatIsWhole(@ForAll int cutAt) throws IOException {
        byte[] torn = Arrays.copyOf(spool(), HEADER.length + Math.floorMod(cutAt, spool().length - HEADER.length));
        int whole = framesEndingBefore(torn.length);

        List<ByteBuffer> found = new ArrayList<>();
        SegmentScan.Result result = scan(torn, found);

        assertThat(found).isEqualTo(wrapped(FRAMES.subList(0, whole)));
        assertThat(result.header()).contains(SampleFrames.HEADER);
        assertThat(result.skippedBytes()).isEqualTo(torn.length - offsetOf(whole));
        assertThat(result.damagedStretches()).isEqualTo(result.skippedBytes() == 0 ? 0 : 1);
        assertThat(result.complete()).isTrue();
    }

    @Property(tries = 1000)
    void oneFlippedBitCostsOneFrameAndIsCounted(@ForAll int at) throws IOException {
        byte[] damaged = WHOLE.clone();
        int bit = HEADER.length * 8 + Math.floorMod(at, (offsetOf(COUNT) - HEADER.length) * 8);
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        int lost = framesEndingBefore(bit / 8);
        Assume.that(!leadsOverWholeFrames(damaged, lost));
        List<ByteBuffer> expected = wrapped(FRAMES);
        expected.remove(lost);

        List<ByteBuffer> found = new ArrayList<>();
        SegmentScan.Result result = scan(damaged, found);

        assertThat(found).isEqualTo(expected);
        assertThat(result.skippedBytes()).isEqualTo(FRAMES.get(lost).length);
        assertThat(result.damaged()).containsExactly(new ByteRange(offsetOf(lost), FRAMES.get(lost).length));
    }

    @Example
    void aDamagedLengthThatHappensToLeadToALaterFrameCostsTheFramesBetweenToo() throws IOException {
        byte[] damaged = WHOLE.clone();
        int body = FRAMES.get(0).length + FRAMES.get(1).length - FrameLayout.HEADER_LENGTH;
        ByteBuffer.wrap(damaged).putInt(HEADER.length + FrameLayout.BODY_LENGTH_AT, body);

        List<ByteBuffer> found = new ArrayList<>();
        SegmentScan.Result result = scan(damaged, found);

        assertThat(found).isEqualTo(wrapped(FRAMES.subList(2, COUNT)));
        assertThat(result.skippedBytes()).isEqualTo(offsetOf(2) - HEADER.length);
    }

    @Property
    void foreignBytesBetweenFramesAreSkippedAndCounted(
            @ForAll @IntRange(max = COUNT) int before, @ForAll @Size(min = 1, max = 500) byte[] foreign)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(spool(), 0, offsetOf(before));
        bytes.write(foreign);
        bytes.write(spool(), offsetOf(before), spool().length - offsetOf(before));

        List<ByteBuffer> found = new ArrayList<>();
        SegmentScan.Result result = scan(bytes.toByteArray(), found);

        assertThat(found).isEqualTo(wrapped(FRAMES));
        assertThat(result.skippedBytes()).isEqualTo(foreign.length);
        assertThat(result.damagedStretches()).isEqualTo(1);
    }

    @Property
    void anyBytesAreScannedToTheirEnd(@ForAll @Size(max = 3000) byte[] bytes) throws IOException {
        List<ByteBuffer> found = new ArrayList<>();
        SegmentScan.Result result = scan(bytes, found);

        assertThat(result.frames()).isEqualTo(found.size());
        assertThat(result.skippedBytes()).isLessThanOrEqualTo(bytes.length);
    }

    @Example
    void aWholeSegmentIsScannedWithoutTakingItsFooterForFrames() throws IOException {
        List<ByteBuffer> found = new ArrayList<>();

        SegmentScan.Result result = scan(WHOLE, found);

        assertThat(found).isEqualTo(wrapped(FRAMES));
        assertThat(result.skippedBytes()).isZero();
    }

    @Example
    void aDamagedTrailerDoesNotTurnTheFootersConfigurationsIntoFrames() throws IOException {
        byte[] damaged = WHOLE.clone();
        damaged[damaged.length - 60] ^= 1;

        List<ByteBuffer> found = new ArrayList<>();
        SegmentScan.Result result = scan(damaged, found);

        assertThat(found).isEqualTo(wrapped(FRAMES));
        assertThat(result.skippedBytes()).isZero();
    }

    @Example
    void framesWithinTheBodyOfADamagedFrameAreNotTakenForFrames() throws IOException {
        byte[] inner = FRAMES.get(3);
        byte[] outer = new FrameEncoder().encode(FrameHeader.of(FrameType.DATA, Codec.BYTES), inner);
        outer[8] ^= 1;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(HEADER);
        bytes.write(outer);
        bytes.write(FRAMES.get(4));

        List<ByteBuffer> found = new ArrayList<>();
        SegmentScan.Result result = scan(bytes.toByteArray(), found);

        assertThat(found).containsExactly(ByteBuffer.wrap(FRAMES.get(4)));
        assertThat(result.skippedBytes()).isEqualTo(outer.length);
    }

    @Example
    void bytesMadeOfOverlappingLargeFramesCannotHoldTheScanUp() throws IOException {
        byte[] hostile = new byte[4 << 20];
        byte[] header = new FrameEncoder().encode(FrameHeader.of(FrameType.DATA, Codec.BYTES), new byte[0]);
        ByteBuffer.wrap(header).putInt(32, 2 << 20).putInt(36, new Random(1).nextInt());
        for (int at = 0; at + header.length <= hostile.length; at += header.length) {
            System.arraycopy(header, 0, hostile, at, header.length);
        }
        MemorySource source = new MemorySource(hostile);

        SegmentScan.Result result = SegmentScan.scan(source, (offset, frame) -> {});

        assertThat(result.complete()).isFalse();
        assertThat(result.skippedBytes()).isEqualTo(hostile.length);
        assertThat(source.bytesRead()).isLessThan(100L * hostile.length);
    }

    private static SegmentScan.Result scan(byte[] bytes, List<ByteBuffer> found) throws IOException {
        return SegmentScan.scan(
                new MemorySource(bytes), (offset, frame) -> found.add(ByteBuffer.wrap(frame.messageBytes())));
    }

    private static byte[] spool() {
        return Arrays.copyOf(WHOLE, offsetOf(COUNT));
    }

    private static int offsetOf(int frame) {
        return HEADER.length
                + FRAMES.subList(0, frame).stream()
                        .mapToInt(bytes -> bytes.length)
                        .sum();
    }

    /** Nobody can tell that from a damaged body that has frames within it. */
    private static boolean leadsOverWholeFrames(byte[] damaged, int frame) {
        int body = ByteBuffer.wrap(damaged).getInt(offsetOf(frame) + FrameLayout.BODY_LENGTH_AT);
        long next = (long) offsetOf(frame) + FrameLayout.HEADER_LENGTH + body;
        return IntStream.rangeClosed(frame + 2, COUNT).anyMatch(later -> next == offsetOf(later));
    }

    /** How many frames end at or before a byte. */
    private static int framesEndingBefore(int at) {
        int frame = 0;
        for (int end = HEADER.length; frame < COUNT && end + FRAMES.get(frame).length <= at; frame++) {
            end += FRAMES.get(frame).length;
        }
        return frame;
    }

    private static List<ByteBuffer> wrapped(List<byte[]> frames) {
        return new ArrayList<>(frames.stream().map(ByteBuffer::wrap).toList());
    }

    private static byte[] whole() {
        try {
            Path directory = Files.createTempDirectory("dayreel-scan");
            Path file = directory.resolve("a.drs");
            SampleFrames.write(file, FRAMES);
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(directory);
            return bytes;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
