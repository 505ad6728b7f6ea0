package io.dayreel.tail;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameView;
import java.util.Optional;

/** Finds a stretch again in the record that it came in. */
final class StretchLocator {
    private StretchLocator() {}

    static Optional<TailBytes> locate(byte[] record, TailStretch stretch) {
        FrameView frame = new FrameView();
        int at = 0;
        try {
            while (at < record.length) {
                frame.wrap(record, at, record.length);
                if (frame.run() == stretch.run()
                        && frame.counter() == stretch.start()
                        && at + stretch.length() <= record.length) {
                    return Optional.of(new TailBytes(record, at, at + stretch.length()));
                }
                at = frame.end();
            }
        } catch (FrameException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
