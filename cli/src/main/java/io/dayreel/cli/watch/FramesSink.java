package io.dayreel.cli.watch;

import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.io.OutputStream;

/** Writes frame messages as they are. */
public final class FramesSink implements FrameSink {
    private final OutputStream out;

    /** @param out buffered; closed by its owner */
    public FramesSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void frame(FrameView frame) throws IOException {
        ElementaryWriter.writeBody(frame.message(), out);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
