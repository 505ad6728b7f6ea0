package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.streamer.media.TrackFormats;
import io.dayreel.streamer.media.TrackFormats.Description;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the configurations of a recording say, by the tags of their content. Immutable. */
final class Formats {
    private static final String WEB_VTT = "wvtt";

    private final Map<String, Description> byTag;
    private final Map<Rendition, Text> texts;

    /**
     * A track of text. All of it is coded alike, so that the init segment of any of its configurations fits, and there is
     * one for stretches too in which the track was not sent.
     */
    record Text(Description description, MediaAddress.Init init) {}

    private Formats(Map<String, Description> byTag, Map<Rendition, Text> texts) {
        this.byTag = Map.copyOf(byTag);
        this.texts = Map.copyOf(texts);
    }

    static Formats of(List<RecordedRun> runs) {
        Map<String, Description> byTag = new HashMap<>();
        Map<Rendition, Text> texts = new HashMap<>();
        for (RecordedRun run : runs) {
            for (RecordedTrack track : run.tracks()) {
                for (ConfigurationStart start : track.configurations()) {
                    TrackFormats.describe(start).ifPresent(format -> byTag.put(start.tag(), format));
                }
                if (track.rendition().isText()) {
                    text(run, track).ifPresent(text -> texts.putIfAbsent(track.rendition(), text));
                }
            }
        }
        return new Formats(byTag, texts);
    }

    private static Optional<Text> text(RecordedRun run, RecordedTrack track) {
        for (ConfigurationStart start : track.configurations()) {
            Optional<Description> format =
                    TrackFormats.describe(start).filter(each -> each.codec().equals(WEB_VTT));
            if (format.isPresent()) {
                return Optional.of(new Text(
                        format.get(),
                        new MediaAddress.Init(run.day(), track.rendition(), run.run(), start.number(), start.tag())));
            }
        }
        return Optional.empty();
    }

    /** Of a track of text; empty if no configuration says a codec that has a place in MP4. */
    Optional<Text> ofText(Rendition rendition) {
        return Optional.ofNullable(texts.get(rendition));
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
