package io.dayreel.testkit.media;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One packet of a media file as ffprobe reports it.
 *
 * @param stream index of its stream in the file
 * @param pts presentation time in the stream's time base, if known
 * @param dts decode time in the stream's time base, if known
 * @param duration in the stream's time base, if known
 * @param size bytes
 * @param key whether decoding can start here
 * @param sha256 of its bytes, 64 hex digits
 */
public record MediaPacket(
        int stream, OptionalLong pts, OptionalLong dts, OptionalLong duration, int size, boolean key, String sha256) {

    static MediaPacket parse(String compactLine) {
        Map<String, String> fields = new HashMap<>();
        for (String field : compactLine.split("\\|")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        String hash = fields.get("data_hash");
        return new MediaPacket(
                Integer.parseInt(fields.get("stream_index")),
                number(fields.get("pts")),
                number(fields.get("dts")),
                number(fields.get("duration")),
                Integer.parseInt(fields.get("size")),
                fields.getOrDefault("flags", "").startsWith("K"),
                hash.substring(hash.indexOf(':') + 1).toLowerCase(Locale.ROOT));
    }

    private static OptionalLong number(String text) {
        return text == null || text.equals("N/A") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
