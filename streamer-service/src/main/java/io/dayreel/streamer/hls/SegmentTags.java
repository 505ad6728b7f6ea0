package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;

/**
 * Writes what a segment of a media playlist begins with: discontinuities, the init segment where it changes, the time.
 * One use by one thread.
 */
final class SegmentTags {
    /** Where media is, as seen from a media playlist. */
    static final String MEDIA = "../../media/";

    private final Tags tags;
    private final Rendition rendition;
    private CutSpan before;
    private String map = "";

    SegmentTags(Tags tags, Rendition rendition) {
        this.tags = tags;
        this.rendition = rendition;
    }

    /**
     * What is left out counts as written: the client has it. But for the init segment, which is said again: Shaka Player
     * takes segments behind the ones left out for segments without one.
     */
    void skip(CutSpan last) {
        before = last;
    }

    /** @param span a segment, or what is there of it so far */
    void begin(CutSpan span) {
        if (before != null) {
            for (int epoch = before.epoch(); epoch < span.epoch(); epoch++) {
                tags.line("#EXT-X-DISCONTINUITY");
            }
        }
        if (span.kind() != Kind.GAP
                && !rendition.isText()
                && !span.configurationTag().equals(map)) {
            map = span.configurationTag();
            tags.map(MEDIA + MediaAddress.initOf(rendition, span).path());
        }
        tags.dateTime(span.startMicros());
        before = span;
    }
}
