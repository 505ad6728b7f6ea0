package io.dayreel.cli.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dayreel.media.MediaTrack;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * What a decoder needs for a track's frames, as the body of a configuration frame (u16 length, JSON, codec record).
 *
 * @param number 1–255, written into every frame that needs it
 * @param body never changed afterwards
 */
public record TrackConfiguration(int track, Codec codec, int number, byte[] body) {

    private static final int MAX_JSON_BYTES = 0xFFFF;

    public TrackConfiguration {
        Objects.requireNonNull(codec);
        Objects.requireNonNull(body);
        if (number < 1 || number > 255) {
            throw new IllegalArgumentException("configuration number must be 1–255 but is " + number);
        }
    }

    static TrackConfiguration of(
            int track, Codec codec, int number, MediaTrack media, Optional<String> renditionGroup) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("codec", media.codec());
        putIfKnown(json, "width", media.width());
        putIfKnown(json, "height", media.height());
        putIfKnown(json, "sampleRate", media.sampleRate());
        putIfKnown(json, "channels", media.channels());
        if (!media.language().equals("und")) {
            json.put("language", media.language());
        }
        renditionGroup.ifPresent(name -> json.put("renditionGroup", name));
        return of(track, codec, number, json, media.codecRecord());
    }

    /** Of captions: they have no codec record. @param language empty if unknown */
    static TrackConfiguration ofCaptions(int track, int number, Optional<String> language) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("codec", "wvtt").put("role", "caption");
        language.ifPresent(tag -> json.put("language", tag));
        return of(track, Codec.UTF8_TEXT, number, json, new byte[0]);
    }

    private static TrackConfiguration of(int track, Codec codec, int number, ObjectNode json, byte[] record) {
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_JSON_BYTES) {
            throw new IllegalArgumentException("configuration of " + text.length + " bytes");
        }
        byte[] body = ByteBuffer.allocate(2 + text.length + record.length)
                .putShort((short) text.length)
                .put(text)
                .put(record)
                .array();
        return new TrackConfiguration(track, codec, number, body);
    }

    /** The configuration frame that goes before a frame of this time. */
    public CapturedFrame frameAt(long timeMicros) {
        FrameHeader header = FrameHeader.of(FrameType.CONFIGURATION, codec)
                .onTrack(track)
                .withConfiguration(number)
                .timed(timeMicros, 0, 0);
        return new CapturedFrame(header, body, Optional.of(this));
    }

    private static void putIfKnown(ObjectNode json, String name, int value) {
        if (value != 0) {
            json.put(name, value);
        }
    }
}
