package io.dayreel.cli.watch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, of which the reader may go away at any time. */
public final class PipeStream extends FilterOutputStream {

    /** Whoever read the output has closed it. No failure. */
    public static final class ReaderGone extends IOException {
        private static final long serialVersionUID = 1L;

        ReaderGone(IOException cause) {
            super("the reader of the output has gone", cause);
        }
    }

    private boolean gone;

    public PipeStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw told(e);
        }
    }

    @Override
    public void flush() throws IOException {
        if (gone) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            throw told(e);
        }
    }

    private IOException told(IOException failure) {
        if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            gone = true;
            return new ReaderGone(failure);
        }
        return failure;
    }

    @Override
    public void close() throws IOException {
        if (!gone) {
            super.close();
        }
    }
}
