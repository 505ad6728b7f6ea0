package io.dayreel.cli.watch;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code watch} writes. */
public enum OutputFormat {
    /** Frame messages back to back, exactly as they were sent. */
    FRAMES(Set.of()),
    /** Telemetry, events and captions as JSON lines. */
    JSON(Set.of()),
    /** Whatever elementary stream the first track of pictures has. */
    VIDEO(Set.of(Codec.H264, Codec.H265, Codec.VP8, Codec.VP9, Codec.AV1)),
    /** Whatever elementary stream the first track of sound has. */
    AUDIO(Set.of(Codec.AAC, Codec.PCM_S16LE)),
    H264(Set.of(Codec.H264)),
    H265(Set.of(Codec.H265)),
    AAC(Set.of(Codec.AAC)),
    PCM(Set.of(Codec.PCM_S16LE)),
    IVF(Set.of(Codec.VP8, Codec.VP9, Codec.AV1));

    private final Set<Codec> codecs;

    OutputFormat(Set<Codec> codecs) {
        this.codecs = codecs;
    }

    boolean isElementary() {
        return !codecs.isEmpty();
    }

    /** Whether frames of this codec can be written so. */
    boolean fits(Codec codec) {
        return codecs.contains(codec);
    }

    /** Whether this is a stream of pictures or of sound that the format is about. */
    boolean concerns(FrameType type) {
        boolean sound = this == AUDIO || this == AAC || this == PCM;
        return type == (sound ? FrameType.AUDIO : FrameType.VIDEO);
    }

    /** Formats that a codec can be written in, for messages. */
    static String possible(Codec codec) {
        List<String> names = Arrays.stream(values())
                .filter(format -> format.fits(codec))
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
        return names.isEmpty() ? "frames only" : String.join(", ", names) + " or frames";
    }
}
