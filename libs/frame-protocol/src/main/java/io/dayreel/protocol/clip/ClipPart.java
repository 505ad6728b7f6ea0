package io.dayreel.protocol.clip;

import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.SegmentOutline;
import java.util.List;

/** Some frames of a clip. */
public sealed interface ClipPart {
    /**
     * Frames of one segment; none where it only shows that it has no more of them.
     *
     * @param segment its header and footer
     * @param frames by ascending number in the segment
     * @param others hashes of the other frames in the groups of these, in stored order
     */
    record OfSegment(SegmentOutline segment, List<Placed> frames, List<MerkleHash> others) implements ClipPart {
        public OfSegment {
            frames = List.copyOf(frames);
            others = List.copyOf(others);
        }
    }

    /** Frames that no segment held when the clip was made: nothing proves them. */
    record NotYetProven(List<Loose> frames) implements ClipPart {
        public NotYetProven {
            frames = List.copyOf(frames);
        }
    }

    /**
     * A frame whose index entry says the rest.
     *
     * @param frame number in the segment, from 0
     * @param lane number of its {@link ClipLane}, from 0
     * @param sample number of the sample in its MP4 track that is its body, from 1
     * @param compositionOffsetMicros as in its header
     * @param durationMicros as in its header
     */
    record Placed(int frame, int lane, int sample, int compositionOffsetMicros, long durationMicros) {}

    /** A frame with its whole header. @param crc of the message */
    record Loose(int lane, int sample, FrameHeader header, int crc) {}
}
