package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.FramePosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects marks (footer section 8). u = unsigned LEB128, s = zigzag LEB128. Bounded: {@link #hasRoom}.
 *
 * <pre>
 * marks: u count · mark…
 * mark:  u8 type · u8 codec · u8 track · u8 flags · u run · u counter · s time (µs)
 *        · u body (0 left out, else its length + 1) · body
 * </pre>
 */
final class MarkLog {
    private static final int MAX_MARKS = 2048;
    private static final int MAX_BYTES = 256 << 10;
    private static final int MIN_MARK = 8;

    private final List<Mark> marks = new ArrayList<>();
    private int bytes;

    void see(FrameView frame) {
        if (!Mark.isMark(frame.type())) {
            return;
        }
        Optional<ByteBuffer> body = Optional.empty();
        if (frame.bodyLength() <= Mark.MAX_BODY) {
            body = Optional.of(ByteBuffer.wrap(frame.bodyBytes()).asReadOnlyBuffer());
            bytes += frame.bodyLength();
        }
        marks.add(new Mark(
                frame.type(),
                frame.codec(),
                frame.track(),
                frame.flags(),
                new FramePosition(frame.run(), frame.counter()),
                frame.timeMicros(),
                body));
    }

    boolean hasRoom() {
        return marks.size() < MAX_MARKS && bytes < MAX_BYTES;
    }

    /** In stored order. */
    List<Mark> marks() {
        return List.copyOf(marks);
    }

    static LebWriter encode(List<Mark> marks) {
        LebWriter target = new LebWriter().unsigned(marks.size());
        for (Mark mark : marks) {
            target.u8(mark.type().code())
                    .u8(mark.codec().code())
                    .u8(mark.track())
                    .u8(mark.flags())
                    .unsigned(mark.position().run())
                    .unsigned(mark.position().counter())
                    .signed(mark.timeMicros());
            byte[] body = new byte[mark.body().map(ByteBuffer::remaining).orElse(0)];
            mark.body().ifPresent(bytes -> bytes.duplicate().get(body));
            target.unsigned(mark.body().isPresent() ? body.length + 1L : 0).bytes(body);
        }
        return target;
    }

    static List<Mark> decode(LebReader source) {
        int count = source.count(MIN_MARK);
        List<Mark> marks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            FrameType type = FrameType.of(source.u8());
            Codec codec = Codec.of(source.u8());
            int track = source.u8();
            int flags = source.u8();
            int run = (int) source.atMost(0xFFFF, "run");
            FramePosition position = new FramePosition(run, source.atMost(0xFFFF_FFFFL, "counter"));
            long time = source.signed();
            int body = (int) source.atMost(Mark.MAX_BODY + 1L, "body length");
            Optional<ByteBuffer> bytes = body == 0
                    ? Optional.empty()
                    : Optional.of(source.slice(body - 1).asReadOnlyBuffer());
            marks.add(new Mark(type, codec, track, flags, position, time, bytes));
        }
        source.requireEnd();
        return marks;
    }
}
