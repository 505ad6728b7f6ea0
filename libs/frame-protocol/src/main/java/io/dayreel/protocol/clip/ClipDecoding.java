package io.dayreel.protocol.clip;

import io.dayreel.protocol.clip.ClipPart.OfSegment;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.segment.StoredConfiguration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The codec records that the segments of a clip hold. */
final class ClipDecoding {
    private final Map<String, byte[]> records = new HashMap<>();

    ClipDecoding(ClipProof proof) {
        for (ClipPart part : proof.parts()) {
            if (part instanceof OfSegment of) {
                int day = of.segment().header().stream().day().number();
                for (StoredConfiguration each : of.segment().configurations()) {
                    records.put(
                            key(day, each.run(), each.track(), each.number()),
                            each.body().codecRecord());
                }
            }
        }
    }

    /** What a frame's decoder needs; empty if no segment holds it. */
    Optional<byte[]> record(FrameHeader frame) {
        return Optional.ofNullable(records.get(key(frame.day(), frame.run(), frame.track(), frame.configuration())));
    }

    private static String key(int day, int run, int track, int number) {
        return day + "/" + run + "/" + track + "/" + number;
    }
}
