package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.media.MediaTrack;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One track of a part as frames have it.
 *
 * @param number 0–255
 * @param media what ffmpeg made of it
 * @param language as the part says
 * @param group what all its pictures show, where there are several tracks of pictures
 */
record PartTrack(int number, MediaTrack media, Optional<String> language, Optional<String> group) {

    /** The only configuration of a part's track. */
    static final int CONFIGURATION = 1;

    /** The codec of its frames; {@link Codec#UNKNOWN} if frames cannot carry it. */
    Codec codec() {
        return switch (media.format()) {
            case H264 -> Codec.H264;
            case H265 -> Codec.H265;
            case VP8 -> Codec.VP8;
            case VP9 -> Codec.VP9;
            case AV1 -> Codec.AV1;
            case AAC -> Codec.AAC;
            case OPUS -> Codec.OPUS;
            case PCM_S16LE -> Codec.PCM_S16LE;
            case MP3, WVTT, UNKNOWN -> Codec.UNKNOWN;
        };
    }

    boolean isVideo() {
        return media.kind() == MediaTrack.Kind.VIDEO;
    }

    FrameType type() {
        return isVideo() ? FrameType.VIDEO : FrameType.AUDIO;
    }

    /** The body of its configuration frames. */
    byte[] configuration() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("codec", media.codec());
        putIfKnown(json, "width", media.width());
        putIfKnown(json, "height", media.height());
        putIfKnown(json, "sampleRate", media.sampleRate());
        putIfKnown(json, "channels", media.channels());
        language.ifPresent(found -> json.put("language", found));
        group.ifPresent(found -> json.put("renditionGroup", found));
        return new ConfigurationBody(Json.write(json), media.codecRecord()).encode();
    }

    private static void putIfKnown(Map<String, Object> json, String name, int value) {
        if (value != 0) {
            json.put(name, value);
        }
    }

    UploadedPart.Track facts() {
        return new UploadedPart.Track(
                number,
                isVideo() ? "video" : "audio",
                media.codec(),
                language,
                known(media.width()),
                known(media.height()),
                known(media.sampleRate()),
                known(media.channels()));
    }

    private static OptionalInt known(int value) {
        return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
