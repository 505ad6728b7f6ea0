package io.dayreel.ingest.upload;

import io.dayreel.protocol.frame.FrameHeader;

/** A frame of a part that has no place in its run yet; its time is ffmpeg's. */
record PartFrame(FrameHeader header, byte[] body) {}
