package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.streamer.media.TrackFormats;
import io.dayreel.streamer.media.TrackFormats.Description;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the configurations of a recording say, by the tags of their content. Immutable. */
final class Formats {
    private final Map<String, Description> byTag;

    private Formats(Map<String, Description> byTag) {
        this.byTag = Map.copyOf(byTag);
    }

    static Formats of(List<RecordedRun> runs) {
        Map<String, Description> byTag = new HashMap<>();
        for (RecordedRun run : runs) {
            for (RecordedTrack track : run.tracks()) {
                for (ConfigurationStart start : track.configurations()) {
                    TrackFormats.describe(start).ifPresent(format -> byTag.put(start.tag(), format));
                }
            }
        }
        return new Formats(byTag);
    }

    /** Of a segment; empty if its configuration is not known, or says no codec. */
    Optional<Description> of(CutSpan span) {
        return Optional.ofNullable(byTag.get(span.configurationTag()));
    }

    boolean knows(CutSpan span) {
        return byTag.containsKey(span.configurationTag());
    }

    /** Whether it is sound that hardly any player has, and that would keep players from playing the pictures. */
    static boolean isUncompressed(Description format) {
        return format.codec().startsWith("pcm");
    }
}
