package io.dayreel.streamer.rendition;

import io.dayreel.protocol.hash.Sha256;
import io.dayreel.protocol.ranges.CounterRanges;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Short names of content that addresses carry, so that other content has another address. */
public final class CounterTag {
    private static final int TAG_BYTES = 4;

    private CounterTag() {}

    /** Of the counters that are there, by those that are not: empty if none is missing, else 8 hexadecimal digits. */
    public static String of(CounterRanges missing) {
        return missing.isEmpty() ? "" : of(missing.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** 8 hexadecimal digits of SHA-256. */
    public static String of(byte[] content) {
        return HexFormat.of().formatHex(Sha256.of(content), 0, TAG_BYTES);
    }

    /** Likewise, of a configuration. */
    public static String ofConfiguration(String json, byte[] codecRecord) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return of(ByteBuffer.allocate(text.length + codecRecord.length)
                .put(text)
                .put(codecRecord)
                .array());
    }
}
