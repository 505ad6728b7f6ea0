package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The frames that end an uploaded video, in a run of their own behind all parts: an event that says what the video is,
 * and the end of the run, which is said to be the last, so that the video is sealed. The same parts give the same bytes,
 * so that a repeat changes nothing.
 */
final class VideoEnd {
    /** The last run of all, which belongs to the video as a whole. */
    static final int RUN = 0xFFFF;

    /** What the event is called, for cameras' recordings as for videos. */
    static final String EVENT_TYPE = "recording-ended";

    private static final double MICROS = 1e6;

    private VideoEnd() {}

    static byte[] frames(DeviceId video, UploadState state) {
        FrameEncoder encoder = new FrameEncoder();
        long end = state.playableMicros();
        FrameHeader event = FrameHeader.of(FrameType.EVENT, Codec.JSON)
                .withFlags(FrameFlags.SYNC)
                .timed(end, 0, 0);
        FrameHeader last = FrameHeader.of(FrameType.END_OF_RUN, Codec.JSON)
                .withFlags(FrameFlags.SYNC | FrameFlags.LAST_RUN_OF_DAY)
                .timed(end, 0, 0);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(encoder.encode(
                event.at(Day.VIDEO.number(), RUN, 0),
                Json.write(description(video, state)).getBytes(StandardCharsets.UTF_8)));
        frames.writeBytes(encoder.encode(
                last.at(Day.VIDEO.number(), RUN, 1), "{\"reason\":\"input-end\"}".getBytes(StandardCharsets.UTF_8)));
        return frames.toByteArray();
    }

    private static Map<String, Object> description(DeviceId video, UploadState state) {
        Collection<UploadedPart> parts = state.parts().values();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", EVENT_TYPE);
        json.put("duration", state.playableMicros() / MICROS);
        largest(parts).ifPresent(track -> {
            json.put("width", track.width().orElse(0));
            json.put("height", track.height().orElse(0));
        });
        json.put(
                "codecs",
                tracks(parts).map(UploadedPart.Track::codec).distinct().sorted().toList());
        json.put(
                "languages",
                tracks(parts)
                        .flatMap(track -> track.language().stream())
                        .distinct()
                        .sorted()
                        .toList());
        json.put("frames", parts.stream().mapToLong(UploadedPart::frames).sum());
        json.put("bytes", parts.stream().mapToLong(UploadedPart::bytes).sum());
        json.put("parts", parts.size());
        json.put("completeness", 1.0);
        json.put("media", "/v1/devices/" + video.device() + "/hls.m3u8?day=" + Day.VIDEO);
        return json;
    }

    private static Stream<UploadedPart.Track> tracks(Collection<UploadedPart> parts) {
        return parts.stream().map(UploadedPart::tracks).flatMap(List::stream);
    }

    private static Optional<UploadedPart.Track> largest(Collection<UploadedPart> parts) {
        return tracks(parts)
                .filter(track -> track.width().isPresent())
                .max((a, b) -> Integer.compare(pixels(a), pixels(b)));
    }

    private static int pixels(UploadedPart.Track track) {
        OptionalInt height = track.height();
        return track.width().orElse(0) * height.orElse(0);
    }
}
