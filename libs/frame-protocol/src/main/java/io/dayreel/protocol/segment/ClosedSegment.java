package io.dayreel.protocol.segment;

import java.nio.file.Path;

/**
 * A whole segment in a local file, ready to be stored as it is. The file belongs to whoever holds this.
 *
 * @param file exactly the object's bytes
 * @param summary what to announce; has size and root
 */
public record ClosedSegment(Path file, SegmentSummary summary) {}
