package io.dayreel.cli.watch;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * VP8, VP9 and AV1 as IVF: a 32-byte file header, and 12 bytes before each frame; times in µs from the first frame. AV1
 * temporal units get back the temporal delimiter that ISO-BMFF leaves out. Begins at the first key frame.
 */
final class IvfWriter implements ElementaryWriter {
    private static final byte[] TEMPORAL_DELIMITER = {0x12, 0x00};
    private static final int AV1C_FIXED = 4;
    private static final byte[] NONE = {};

    private final Codec codec;
    private byte[] sequenceHeader = NONE;
    private int width;
    private int height;
    private boolean started;
    private long firstMicros;

    IvfWriter(Codec codec) {
        this.codec = codec;
    }

    @Override
    public void configure(byte[] record, int newWidth, int newHeight) {
        width = newWidth;
        height = newHeight;
        if (codec == Codec.AV1 && record.length > AV1C_FIXED) {
            sequenceHeader = Arrays.copyOfRange(record, AV1C_FIXED, record.length);
        }
    }

    @Override
    public void write(FrameView frame, OutputStream out) throws IOException {
        if (!started && !frame.isSync()) {
            return;
        }
        if (!started) {
            started = true;
            firstMicros = frame.timeMicros();
            out.write(header());
        }
        byte[] delimiter = codec == Codec.AV1 ? TEMPORAL_DELIMITER : NONE;
        byte[] sequence = frame.isSync() ? sequenceHeader : NONE;
        long micros = frame.timeMicros() + frame.compositionOffsetMicros() - firstMicros;
        out.write(ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(delimiter.length + sequence.length + frame.bodyLength())
                .putLong(Math.max(0, micros))
                .array());
        out.write(delimiter);
        out.write(sequence);
        ElementaryWriter.writeBody(frame.body(), out);
    }

    private byte[] header() {
        String fourcc = codec == Codec.VP8 ? "VP80" : codec == Codec.VP9 ? "VP90" : "AV01";
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("DKIF".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putShort((short) 32)
                .put(fourcc.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) width)
                .putShort((short) height)
                .putInt(1_000_000)
                .putInt(1)
                .putInt(0)
                .putInt(0)
                .array();
    }
}
