package io.dayreel.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.testkit.Covers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class FrameRoundTripTest {
    private static final FrameEncoder ENCODER = new FrameEncoder();

    @Covers("A2")
    @Property(tries = 1000)
    void whatIsEncodedIsReadBackFromAnyKindOfBuffer(
            @ForAll("headers") FrameHeader header, @ForAll @Size(max = 300) byte[] body, @ForAll boolean direct) {
        int length = FrameLayout.HEADER_LENGTH + body.length;
        ByteBuffer target = direct ? ByteBuffer.allocateDirect(length + 9) : ByteBuffer.allocate(length + 9);
        target.position(4);
        ENCODER.encode(header, ByteBuffer.wrap(body), target);

        assertThat(target.position()).isEqualTo(4 + length);
        for (ByteBuffer source : List.of(target, target.duplicate().order(ByteOrder.LITTLE_ENDIAN))) {
            FrameView view = new FrameView().wrap(source, 4, 4 + length).checkCrc();
            assertThat(view.header()).isEqualTo(header);
            assertThat(view.bodyBytes()).isEqualTo(body);
            assertThat(view.body()).isEqualTo(ByteBuffer.wrap(body));
            assertThat(view.end()).isEqualTo(4 + length);
        }
        assertThat(ENCODER.encode(header, body))
                .isEqualTo(new FrameView().wrap(target, 4, 4 + length).messageBytes());
    }

    @Property(tries = 1000)
    void anyFlippedBitIsDetected(
            @ForAll("headers") FrameHeader header, @ForAll @Size(max = 100) byte[] body, @ForAll int at) {
        byte[] message = ENCODER.encode(header, body);
        int bit = Math.floorMod(at, message.length * 8);
        message[bit / 8] ^= (byte) (1 << bit % 8);

        assertThatThrownBy(
                        () -> new FrameView().wrap(message, 0, message.length).checkCrc())
                .isInstanceOf(FrameException.class);
    }

    @Property
    void anyCutIsDetected(@ForAll("headers") FrameHeader header, @ForAll @Size(max = 100) byte[] body, @ForAll int at) {
        byte[] message = ENCODER.encode(header, body);
        byte[] cut = Arrays.copyOf(message, Math.floorMod(at, message.length));

        assertThatThrownBy(() -> new FrameView().wrap(cut, 0, cut.length))
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.reason()).isEqualTo(FrameException.Reason.TRUNCATED));
        assertThatThrownBy(() -> new FrameView().wrap(ByteBuffer.wrap(cut), 0, message.length))
                .isInstanceOf(FrameException.class);
    }

    @Property
    void renumberingGivesTheFrameThatWouldHaveBeenEncoded(
            @ForAll("headers") FrameHeader header, @ForAll @Size(max = 100) byte[] body) {
        byte[] message = ENCODER.encode(header, body);

        ENCODER.renumber(ByteBuffer.wrap(message), 0, 65_535, 7, 4_294_967_295L);

        assertThat(message).isEqualTo(ENCODER.encode(header.at(65_535, 7, 4_294_967_295L), body));
    }

    @Property
    void framesBeforeADamagedOneAreVisited(
            @ForAll @Size(min = 1, max = 20) List<@Size(max = 40) byte[]> bodies, @ForAll int at) {
        List<byte[]> frames = new ArrayList<>();
        ByteBuffer message = ByteBuffer.allocate(20 * 80);
        for (byte[] body : bodies) {
            frames.add(
                    ENCODER.encode(FrameHeader.of(FrameType.DATA, Codec.BYTES).at(1, 2, frames.size()), body));
            message.put(frames.get(frames.size() - 1));
        }
        int bit = Math.floorMod(at, message.position() * 8);
        message.put(bit / 8, (byte) (message.get(bit / 8) ^ 1 << bit % 8));
        int good = 0;
        for (int end = frames.get(0).length; end <= bit / 8; end += frames.get(good).length) {
            good++;
        }

        List<byte[]> visited = new ArrayList<>();
        assertThatThrownBy(() -> FrameMessage.forEach(
                        new FrameView(),
                        message.array(),
                        0,
                        message.position(),
                        frame -> visited.add(frame.messageBytes())))
                .isInstanceOf(FrameException.class);

        assertThat(visited.stream().map(ByteBuffer::wrap).toList())
                .isEqualTo(
                        frames.subList(0, good).stream().map(ByteBuffer::wrap).toList());
    }

    @Example
    void aBodyAboveFourMebibytesIsRefused() {
        FrameHeader header = FrameHeader.of(FrameType.DATA, Codec.BYTES);

        assertThat(ENCODER.encode(header, new byte[FrameLayout.MAX_BODY_LENGTH]))
                .hasSize(FrameLayout.MAX_FRAME_LENGTH);
        assertThatThrownBy(() -> ENCODER.encode(header, new byte[FrameLayout.MAX_BODY_LENGTH + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<FrameHeader> headers() {
        Arbitrary<FrameHeader> plain = Combinators.combine(
                        Arbitraries.of(FrameType.values()),
                        Arbitraries.of(Codec.values()),
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.integers().between(0, 255))
                .as((type, codec, track, configuration, flags) -> FrameHeader.of(type, codec)
                        .onTrack(track)
                        .withConfiguration(configuration)
                        .withFlags(flags));
        return Combinators.combine(
                        plain,
                        Arbitraries.integers().between(0, 65_535),
                        Arbitraries.integers().between(0, 65_535),
                        Arbitraries.longs().between(0, 0xFFFF_FFFFL),
                        Arbitraries.longs(),
                        Arbitraries.integers(),
                        Arbitraries.longs().between(0, 0xFFFF_FFFFL))
                .as((header, day, run, counter, time, offset, duration) ->
                        header.at(day, run, counter).timed(time, offset, duration));
    }
}
