package io.dayreel.store;

import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.protocol.stream.StreamId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a segment is stored: {@code tenant/device/day/run-counter-root.drs}. Run has 5 digits and counter 10, so that a
 * listing in the order of keys is in the order of runs and first frames. The root's prefix names the content, so that an
 * object is never overwritten by another (I4).
 *
 * @param first position of the first frame in the segment
 * @param rootPrefix first 8 bytes of the segment's Merkle root as 16 lower-case hexadecimal digits
 */
public record SegmentKey(StreamId stream, FramePosition first, String rootPrefix) {
    private static final int ROOT_PREFIX_BYTES = 8;
    private static final Pattern ROOT_PREFIX = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern NAME = Pattern.compile("([0-9]{5})-([0-9]{10})-([0-9a-f]{16})\\.drs");

    public SegmentKey {
        if (stream == null || first == null || !ROOT_PREFIX.matcher(rootPrefix).matches()) {
            throw new IllegalArgumentException("segment key of " + stream + " at " + first + ": root prefix '"
                    + rootPrefix + "' must be 16 lower-case hexadecimal digits");
        }
    }

    /** @param root the whole Merkle root, 32 bytes */
    public static SegmentKey of(StreamId stream, FramePosition first, byte[] root) {
        if (root.length != 32) {
            throw new IllegalArgumentException("a root has 32 bytes, not " + root.length);
        }
        return new SegmentKey(stream, first, HexFormat.of().formatHex(root, 0, ROOT_PREFIX_BYTES));
    }

    /** @throws IllegalArgumentException if the key is not exactly one of a segment */
    public static SegmentKey parse(String key) {
        return tryParse(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a segment's key is tenant/device/day/run-counter-root.drs, not '" + key + "'"));
    }

    /** Empty for any key that is not exactly one of a segment, such as a manifest's. */
    public static Optional<SegmentKey> tryParse(String key) {
        int slash = key.lastIndexOf('/');
        Matcher name = NAME.matcher(key.substring(slash + 1));
        if (slash < 0 || !name.matches()) {
            return Optional.empty();
        }
        try {
            StreamId stream = StreamId.parse(key.substring(0, slash));
            FramePosition first = new FramePosition(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2)));
            SegmentKey parsed = new SegmentKey(stream, first, name.group(3));
            return parsed.toString().equals(key) ? Optional.of(parsed) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The object key. */
    @Override
    public String toString() {
        return "%s/%05d-%010d-%s.drs".formatted(stream, first.run(), first.counter(), rootPrefix);
    }
}
