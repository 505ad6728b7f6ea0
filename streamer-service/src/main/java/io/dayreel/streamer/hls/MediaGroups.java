package io.dayreel.streamer.hls;

import io.dayreel.media.text.LanguageTag;
import io.dayreel.streamer.media.TrackFormats.Description;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.rendition.Rendition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The renditions of sound and of text that go with all variants (RFC 8216bis, 4.4.6.1): one group of each, names that
 * differ, one sound that plays by default, and a text only where one is wanted.
 */
final class MediaGroups {
    static final String AUDIO = "audio";
    static final String SUBTITLES = "text";

    private static final String MAIN = "main";
    private static final String CAPTION = "caption";

    private final Map<Rendition, Description> formats;
    private final LanguageWish wish;

    /** @param formats of all renditions of sound and text */
    MediaGroups(Map<Rendition, Description> formats, LanguageWish wish) {
        this.formats = formats;
        this.wish = wish;
    }

    /** Whether who wants another language gets another playlist. */
    boolean offersChoice() {
        return audio().size() > 1 || !text().isEmpty();
    }

    List<Rendition> audio() {
        return formats.keySet().stream()
                .filter(each -> !each.isVideo() && !each.isText())
                .toList();
    }

    List<Rendition> text() {
        return formats.keySet().stream().filter(Rendition::isText).toList();
    }

    /** The lines of the group of sound. @param media where a rendition's playlist is */
    void writeAudio(Tags tags, Function<Rendition, String> media) {
        Optional<Rendition> heard = chosen(audio()).or(() -> audio().stream().findFirst());
        Set<String> names = new HashSet<>();
        for (Rendition each : audio()) {
            tags.line(common("AUDIO", AUDIO, each, names)
                    + selected(heard.filter(each::equals).isPresent())
                    + formats.get(each)
                            .channels()
                            .map(count -> ",CHANNELS=\"" + count + "\"")
                            .orElse("")
                    + ",URI=\"" + media.apply(each) + "\"");
        }
    }

    /** The lines of the group of text; likewise. */
    void writeText(Tags tags, Function<Rendition, String> media) {
        Optional<Rendition> read =
                wish.captions() ? chosen(text()).or(() -> text().stream().findFirst()) : Optional.empty();
        Set<String> names = new HashSet<>();
        for (Rendition each : text()) {
            tags.line(common("SUBTITLES", SUBTITLES, each, names)
                    + selected(read.filter(each::equals).isPresent())
                    + ",FORCED=NO"
                    + (isCaption(each)
                            ? ",CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog,"
                                    + "public.accessibility.describes-music-and-sound\""
                            : "")
                    + ",URI=\"" + media.apply(each) + "\"");
        }
    }

    private Optional<Rendition> chosen(List<Rendition> all) {
        List<String> there =
                all.stream().flatMap(each -> language(each).stream()).distinct().toList();
        Optional<String> language = wish.choose(there);
        return all.stream()
                .filter(each -> language.isPresent() && language(each).equals(language))
                .findFirst();
    }

    private Optional<String> language(Rendition rendition) {
        return formats.get(rendition).language().flatMap(LanguageTag::of);
    }

    private boolean isCaption(Rendition rendition) {
        return formats.get(rendition).role().filter(CAPTION::equals).isPresent();
    }

    private static String selected(boolean isDefault) {
        return ",DEFAULT=" + (isDefault ? "YES" : "NO") + ",AUTOSELECT=YES";
    }

    private String common(String type, String group, Rendition rendition, Set<String> names) {
        return "#EXT-X-MEDIA:TYPE=" + type + ",GROUP-ID=\"" + group + "\",NAME=\"" + name(rendition, names) + "\""
                + language(rendition).map(tag -> ",LANGUAGE=\"" + tag + "\"").orElse("");
    }

    /** The label, or the language in its own words, and the role where that says more; else the role, else what it is. */
    private String name(Rendition rendition, Set<String> names) {
        Optional<String> role =
                formats.get(rendition).role().map(EventRanges::quotable).filter(word -> !word.isBlank());
        Optional<String> language = language(rendition).map(LanguageTag::nameOf).map(EventRanges::quotable);
        String what = (rendition.isText() ? "Text " : "Audio ") + rendition.track();
        Optional<String> label =
                formats.get(rendition).label().map(EventRanges::quotable).filter(word -> !word.isBlank());
        String wanted = label.or(() -> language.map(name -> role.filter(MediaGroups::isSpecial)
                        .map(word -> name + " (" + word + ")")
                        .orElse(name)))
                .or(() -> role)
                .orElse(what);
        String name = names.contains(wanted) ? wanted + " " + rendition.track() : wanted;
        names.add(name);
        return name;
    }

    private static boolean isSpecial(String role) {
        return !role.equals(MAIN) && !role.equals("subtitle");
    }
}
