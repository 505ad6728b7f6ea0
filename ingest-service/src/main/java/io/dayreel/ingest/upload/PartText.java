package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.media.text.Cue;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A track of captions that a part has, as frames have it.
 *
 * @param number 0–255
 * @param language as the part says
 * @param cues in ffmpeg's time without offset
 */
record PartText(int number, Optional<String> language, List<Cue> cues) {
    static final String CODEC = "wvtt";

    PartText {
        cues = List.copyOf(cues);
    }

    /** The body of its configuration frames. */
    byte[] configuration() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("codec", CODEC);
        language.ifPresent(found -> json.put("language", found));
        json.put("role", "subtitle");
        return new ConfigurationBody(Json.write(json), new byte[0]).encode();
    }

    /** A frame for each cue. @param offsetMicros added to their times */
    List<PartFrame> frames(long offsetMicros) {
        return cues.stream()
                .map(cue -> new PartFrame(
                        FrameHeader.of(FrameType.TEXT, Codec.UTF8_TEXT)
                                .onTrack(number)
                                .withConfiguration(PartTrack.CONFIGURATION)
                                .withFlags(FrameFlags.SYNC)
                                .timed(cue.startMicros() + offsetMicros, 0, cue.endMicros() - cue.startMicros()),
                        cue.payload().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    UploadedPart.Track facts() {
        return new UploadedPart.Track(
                number,
                "text",
                CODEC,
                language,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }
}
