package io.dayreel.streamer.media;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.media.SampleFormat;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.streamer.media.MediaException.Reason;
import io.dayreel.streamer.rendition.ConfigurationStart;
import java.util.Locale;
import java.util.Optional;

/** What a device's configuration says, as the packager needs it. */
public final class TrackFormats {
    private static final int DEFAULT_RATE = 48_000;

    private TrackFormats() {}

    /**
     * A configuration's description (protocol.md).
     *
     * @param codec RFC 6381
     * @param label what viewers see in place of the language's name
     * @param renditionGroup tracks with one of the same name show the same in several qualities
     */
    public record Description(
            String codec,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<Integer> sampleRate,
            Optional<Integer> channels,
            Optional<String> language,
            Optional<String> role,
            Optional<String> label,
            Optional<String> renditionGroup) {}

    /** @return empty if the device wrote no JSON that says a codec */
    public static Optional<Description> describe(ConfigurationStart configuration) {
        try {
            Description read = Json.read(configuration.json(), Description.class);
            return read.codec() == null ? Optional.empty() : Optional.of(read);
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }

    /** @throws MediaException UNSUITABLE for a codec that has no place in MP4 */
    public static TrackFormat of(ConfigurationStart configuration) {
        Description description = describe(configuration)
                .orElseThrow(() -> MediaException.of(Reason.UNSUITABLE, "the device's configuration names no codec"));
        SampleFormat codec = codec(description.codec());
        try {
            return new TrackFormat(
                    codec,
                    configuration.codecRecord(),
                    description.width().orElse(0),
                    description.height().orElse(0),
                    description.sampleRate().orElse(DEFAULT_RATE),
                    description.channels().orElse(0),
                    description.language().orElse(""));
        } catch (IllegalArgumentException e) {
            throw MediaException.of(Reason.UNSUITABLE, "the device's configuration: " + e.getMessage());
        }
    }

    private static SampleFormat codec(String text) {
        String codec = text.toLowerCase(Locale.ROOT);
        if (codec.startsWith("avc")) {
            return SampleFormat.H264;
        } else if (codec.startsWith("hvc") || codec.startsWith("hev")) {
            return SampleFormat.H265;
        } else if (codec.startsWith("vp09") || codec.equals("vp9")) {
            return SampleFormat.VP9;
        } else if (codec.startsWith("vp08") || codec.equals("vp8")) {
            return SampleFormat.VP8;
        } else if (codec.startsWith("av01")) {
            return SampleFormat.AV1;
        } else if (codec.startsWith("mp4a.40") || codec.equals("mp4a")) {
            return SampleFormat.AAC;
        } else if (codec.equals("opus")) {
            return SampleFormat.OPUS;
        } else if (codec.startsWith("pcm")) {
            return SampleFormat.PCM_S16LE;
        } else if (codec.equals("wvtt")) {
            return SampleFormat.WVTT;
        }
        throw MediaException.of(Reason.UNSUITABLE, "the codec " + text + " has no place in MP4");
    }
}
