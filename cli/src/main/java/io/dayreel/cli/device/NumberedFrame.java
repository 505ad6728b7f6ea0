package io.dayreel.cli.device;

import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;

/** A frame with its place. @param body never changed afterwards */
public record NumberedFrame(RunId run, long counter, FrameHeader header, byte[] body) {

    /** The header as it is sent. */
    public FrameHeader placedHeader() {
        return header.at(run.day().number(), run.run(), counter);
    }

    boolean endsRun() {
        return header.type() == FrameType.END_OF_RUN;
    }
}
