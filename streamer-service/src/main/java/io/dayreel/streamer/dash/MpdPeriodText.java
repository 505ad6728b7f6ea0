package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.media.text.LanguageTag;
import io.dayreel.streamer.hls.ListedRendition;
import io.dayreel.streamer.media.TrackFormats.Description;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.Rendition.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the adaptation sets of a period (ISO/IEC 23009-1, 5.3.3): the variants of the picture are representations of one,
 * each sound and each text has one of its own. One use by one thread.
 */
final class MpdPeriodText {
    private static final String ROLES = "urn:mpeg:dash:role:2011";
    private static final String CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011";
    private static final String UNDETERMINED = "und";
    private static final String CAPTION = "caption";
    private static final int VIDEO_SET = 1;
    private static final int AUDIO_SETS = 1_000;
    private static final int TEXT_SETS = 2_000;
    private static final double FRAMES_PER_KILOFRAME = 1_000.0;

    private final Xml xml;
    private final List<ListedRendition> renditions;
    private final Formats formats;
    private final Addresses addresses;
    private final Availability available;

    /**
     * When segments can be asked for.
     *
     * @param earlier how long before their ends, seconds; empty if that is said nowhere
     * @param growing whether they may still grow then
     */
    record Availability(Optional<String> earlier, boolean growing) {
        /** Of what is complete. */
        static final Availability ALWAYS = new Availability(Optional.empty(), false);

        /** Of segments that can be asked for so long before their ends, while they grow. */
        static Availability growing(long earlierMillis) {
            return new Availability(Optional.of(String.format(Locale.ROOT, "%.3f", earlierMillis / 1000.0)), true);
        }
    }

    MpdPeriodText(
            Xml xml, List<ListedRendition> renditions, Formats formats, Addresses addresses, Availability available) {
        this.xml = xml;
        this.renditions = renditions;
        this.formats = formats;
        this.addresses = addresses;
        this.available = available;
    }

    /** The sets with pictures, with sound, and with text. */
    void write(MpdPeriod period) {
        List<ListedRendition> video = present(period, Kind.VIDEO);
        video(period, video);
        boolean first = true;
        for (ListedRendition each : present(period, Kind.AUDIO)) {
            Description format = format(period, each.rendition());
            if (video.isEmpty() || !Formats.isUncompressed(format)) {
                audio(period, each, format, first);
                first = false;
            }
        }
        for (ListedRendition each : renditions) {
            if (each.rendition().isText() && period.spans().containsKey(each.rendition())) {
                formats.ofText(each.rendition()).ifPresent(text -> text(period, each, text));
            }
        }
    }

    private List<ListedRendition> present(MpdPeriod period, Kind kind) {
        return renditions.stream()
                .filter(each -> each.rendition().kind() == kind)
                .filter(each ->
                        period.spans().containsKey(each.rendition()) && formats.knows(first(period, each.rendition())))
                .toList();
    }

    private static CutSpan first(MpdPeriod period, Rendition rendition) {
        return period.spans().get(rendition).get(0);
    }

    private Description format(MpdPeriod period, Rendition rendition) {
        return formats.of(first(period, rendition)).orElseThrow();
    }

    private void video(MpdPeriod period, List<ListedRendition> variants) {
        if (variants.isEmpty()) {
            return;
        }
        xml.open(
                "AdaptationSet",
                "id",
                VIDEO_SET,
                "contentType",
                "video",
                "mimeType",
                "video/mp4",
                "segmentAlignment",
                isAligned(period, variants),
                "startWithSAP",
                1);
        xml.empty("Role", "schemeIdUri", ROLES, "value", "main");
        for (ListedRendition each : variants) {
            Description format = format(period, each.rendition());
            Optional<String> rate = each.framesPerSecond() > 0 ? Optional.of(rate(each)) : Optional.empty();
            xml.open(
                    "Representation",
                    "id",
                    each.rendition(),
                    "codecs",
                    format.codec(),
                    "bandwidth",
                    each.peakBitsPerSecond(),
                    "width",
                    format.width(),
                    "height",
                    format.height(),
                    "frameRate",
                    rate);
            segments(period, each.rendition());
            xml.close();
        }
        xml.close();
    }

    /** As the quotient that {@code FrameRateType} asks for. */
    private static String rate(ListedRendition rendition) {
        double rate = rendition.framesPerSecond();
        long whole = Math.round(rate);
        return whole > 0 && Math.abs(rate - whole) < 0.01
                ? Long.toString(whole)
                : String.format(Locale.ROOT, "%d/1000", Math.max(1, Math.round(rate * FRAMES_PER_KILOFRAME)));
    }

    /** Whether a player that changes over at a segment's end finds no hole and no overlap. */
    private static boolean isAligned(MpdPeriod period, List<ListedRendition> variants) {
        List<List<Long>> starts = variants.stream()
                .map(each -> period.spans().get(each.rendition()).stream()
                        .map(span -> MpdTimes.millis(span.startMicros()))
                        .toList())
                .distinct()
                .toList();
        return starts.size() == 1;
    }

    private void audio(MpdPeriod period, ListedRendition listed, Description format, boolean first) {
        xml.open(
                "AdaptationSet",
                "id",
                AUDIO_SETS + listed.rendition().track(),
                "contentType",
                "audio",
                "mimeType",
                "audio/mp4",
                "lang",
                language(format).orElse(UNDETERMINED),
                "segmentAlignment",
                true,
                "startWithSAP",
                1);
        format.role().or(() -> language(format).map(LanguageTag::nameOf)).ifPresent(label -> xml.text("Label", label));
        xml.empty("Role", "schemeIdUri", ROLES, "value", first ? "main" : "alternate");
        xml.open(
                "Representation",
                "id",
                listed.rendition(),
                "codecs",
                Formats.isUncompressed(format) ? "ipcm" : format.codec(),
                "bandwidth",
                listed.peakBitsPerSecond(),
                "audioSamplingRate",
                format.sampleRate());
        format.channels()
                .ifPresent(count -> xml.empty("AudioChannelConfiguration", "schemeIdUri", CHANNELS, "value", count));
        segments(period, listed.rendition());
        xml.close().close();
    }

    private void text(MpdPeriod period, ListedRendition listed, Formats.Text text) {
        Description format = text.description();
        xml.open(
                "AdaptationSet",
                "id",
                TEXT_SETS + listed.rendition().track(),
                "contentType",
                "text",
                "mimeType",
                "application/mp4",
                "lang",
                language(format).orElse(UNDETERMINED),
                "segmentAlignment",
                true,
                "startWithSAP",
                1);
        language(format).map(LanguageTag::nameOf).or(format::role).ifPresent(label -> xml.text("Label", label));
        xml.empty("Role", "schemeIdUri", ROLES, "value", isCaption(format) ? CAPTION : "subtitle");
        xml.open(
                "Representation",
                "id",
                listed.rendition(),
                "codecs",
                format.codec(),
                "bandwidth",
                listed.peakBitsPerSecond());
        segments(period, listed.rendition(), text.init());
        xml.close().close();
    }

    private static boolean isCaption(Description format) {
        return format.role().filter(CAPTION::equals).isPresent();
    }

    private static Optional<String> language(Description format) {
        return format.language().flatMap(LanguageTag::of);
    }

    private void segments(MpdPeriod period, Rendition rendition) {
        segments(period, rendition, MediaAddress.initOf(rendition, first(period, rendition)));
    }

    private void segments(MpdPeriod period, Rendition rendition, MediaAddress.Init init) {
        xml.open(
                "SegmentTemplate",
                "timescale",
                MpdTimes.TIMESCALE,
                "presentationTimeOffset",
                period.offsetMillis(),
                "availabilityTimeOffset",
                available.earlier(),
                "availabilityTimeComplete",
                available.growing() ? Optional.of(false) : Optional.empty(),
                "initialization",
                "media/" + init.path(),
                "media",
                addresses.media(period, rendition));
        SegmentTimes.write(xml, period.spans().get(rendition));
        xml.close();
    }
}
