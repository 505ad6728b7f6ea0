package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedCaptions;
import io.dayreel.media.text.Cue;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.stream.Day;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames of a file of captions, in a run of its own whose times are those of the whole video: the configuration, a
 * frame for each cue, and the end of the run. The same captions give the same bytes.
 */
final class CaptionsFrames {
    private static final long LONGEST_MICROS = 0xFFFF_FFFFL;

    private final UploadedCaptions captions;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final FrameEncoder encoder = new FrameEncoder();
    private long counter;

    private CaptionsFrames(UploadedCaptions captions) {
        this.captions = captions;
    }

    /** @param cues by ascending start, µs from the beginning of the video */
    static byte[] of(UploadedCaptions captions, List<Cue> cues) {
        CaptionsFrames frames = new CaptionsFrames(captions);
        FrameHeader configuration = FrameHeader.of(FrameType.CONFIGURATION, Codec.UTF8_TEXT)
                .onTrack(captions.track())
                .withConfiguration(PartTrack.CONFIGURATION);
        frames.write(configuration, new ConfigurationBody(Json.write(description(captions)), new byte[0]).encode());
        FrameHeader text = FrameHeader.of(FrameType.TEXT, Codec.UTF8_TEXT)
                .onTrack(captions.track())
                .withConfiguration(PartTrack.CONFIGURATION)
                .withFlags(FrameFlags.SYNC);
        long end = 0;
        for (Cue cue : cues) {
            long lasts = Math.min(cue.endMicros() - cue.startMicros(), LONGEST_MICROS);
            frames.write(text.timed(cue.startMicros(), 0, lasts), cue.payload().getBytes(StandardCharsets.UTF_8));
            end = cue.startMicros();
        }
        FrameHeader last = FrameHeader.of(FrameType.END_OF_RUN, Codec.JSON)
                .withFlags(FrameFlags.SYNC)
                .timed(end, 0, 0);
        frames.write(last, "{\"reason\":\"input-end\"}".getBytes(StandardCharsets.UTF_8));
        return frames.out.toByteArray();
    }

    private static Map<String, Object> description(UploadedCaptions captions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("codec", PartText.CODEC);
        json.put("language", captions.language());
        captions.label().ifPresent(label -> json.put("label", label));
        json.put("role", captions.kind() == UploadedCaptions.Kind.CAPTIONS ? "caption" : "subtitle");
        return json;
    }

    private void write(FrameHeader header, byte[] body) {
        out.writeBytes(encoder.encode(header.at(Day.VIDEO.number(), captions.run(), counter), body));
        counter++;
    }
}
