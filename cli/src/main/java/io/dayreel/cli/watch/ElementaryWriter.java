package io.dayreel.cli.watch;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Turns the frames of one track into a stream that players know without a container. */
interface ElementaryWriter {
    /** @param record the codec record of the configuration that the frames after this need */
    void configure(byte[] record, int width, int height) throws IOException;

    void write(FrameView frame, OutputStream out) throws IOException;

    /** @throws IllegalArgumentException if there is no such stream for the codec */
    static ElementaryWriter of(Codec codec) {
        return switch (codec) {
            case H264, H265 -> new AnnexBWriter(codec);
            case AAC -> new AdtsWriter();
            case VP8, VP9, AV1 -> new IvfWriter(codec);
            case PCM_S16LE -> new PlainWriter();
            default -> throw new IllegalArgumentException(codec + " has no elementary stream");
        };
    }

    /** Writes a body. */
    static void writeBody(ByteBuffer body, OutputStream out) throws IOException {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        out.write(bytes);
    }

    /** Bodies as they are. */
    final class PlainWriter implements ElementaryWriter {
        @Override
        public void configure(byte[] record, int width, int height) {}

        @Override
        public void write(FrameView frame, OutputStream out) throws IOException {
            writeBody(frame.body(), out);
        }
    }
}
