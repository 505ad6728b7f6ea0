package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;

/** Called for each frame of a segment. */
@FunctionalInterface
public interface SegmentFrameVisitor {
    /**
     * @param offset of the frame within the object; the view's own offset means nothing here
     * @param frame checked by its CRC; reused for the next one
     */
    void frame(long offset, FrameView frame) throws IOException;
}
