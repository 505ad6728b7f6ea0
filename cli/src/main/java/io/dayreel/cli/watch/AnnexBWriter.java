package io.dayreel.cli.watch;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * H.264 and H.265 as a byte stream (ITU-T H.264 and H.265, annex B): start codes in place of lengths, and the parameter
 * sets of the configuration (ISO/IEC 14496-15) before every key frame. Begins at the first key frame.
 */
final class AnnexBWriter implements ElementaryWriter {
    private static final byte[] START_CODE = {0, 0, 0, 1};
    private static final int HVCC_FIXED = 22;

    private final Codec codec;
    private byte[] parameterSets = {};
    private int lengthSize = 4;
    private boolean started;

    AnnexBWriter(Codec codec) {
        this.codec = codec;
    }

    @Override
    public void configure(byte[] record, int width, int height) throws IOException {
        ByteArrayOutputStream sets = new ByteArrayOutputStream();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(record);
            if (codec == Codec.H264) {
                avcC(bytes, sets);
            } else {
                hvcC(bytes, sets);
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("the configuration's " + codec + " record is cut off", e);
        }
        parameterSets = sets.toByteArray();
    }

    private void avcC(ByteBuffer record, ByteArrayOutputStream sets) throws IOException {
        lengthSize = (record.position(4).get() & 3) + 1;
        copyUnits(record, record.get() & 0x1f, sets);
        copyUnits(record, record.get() & 0xff, sets);
    }

    private void hvcC(ByteBuffer record, ByteArrayOutputStream sets) throws IOException {
        lengthSize = (record.position(HVCC_FIXED - 1).get() & 3) + 1;
        int arrays = record.get() & 0xff;
        for (int i = 0; i < arrays; i++) {
            record.get();
            copyUnits(record, record.getShort() & 0xffff, sets);
        }
    }

    private static void copyUnits(ByteBuffer record, int count, ByteArrayOutputStream sets) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] unit = new byte[record.getShort() & 0xffff];
            record.get(unit);
            sets.write(START_CODE);
            sets.write(unit);
        }
    }

    @Override
    public void write(FrameView frame, OutputStream out) throws IOException {
        started |= frame.isSync();
        if (!started) {
            return;
        }
        if (frame.isSync()) {
            out.write(parameterSets);
        }
        ByteBuffer body = frame.body();
        while (body.remaining() >= lengthSize) {
            int length = 0;
            for (int i = 0; i < lengthSize; i++) {
                length = length << 8 | body.get() & 0xff;
            }
            if (length < 0 || length > body.remaining()) {
                throw new IOException("frame " + frame.run() + ":" + frame.counter() + " has a NAL unit of " + length
                        + " bytes where " + body.remaining() + " are left");
            }
            out.write(START_CODE);
            ElementaryWriter.writeBody(body.slice(body.position(), length), out);
            body.position(body.position() + length);
        }
    }
}
