package io.dayreel.streamer.rest;

import io.dayreel.runtime.http.CallerGoneException;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells a caller that hung up from a disk or an archive that failed: only the latter is a fault of ours. */
final class StreamedBody {
    private StreamedBody() {}

    /** The same body; it throws {@link CallerGoneException} where the caller takes no more. */
    static StreamingOutput of(StreamingOutput body) {
        return target -> body.write(new CallersStream(target));
    }

    private static final class CallersStream extends FilterOutputStream {
        CallersStream(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new CallerGoneException(e.getMessage());
            }
        }
    }
}
