package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.testkit.Covers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MultivariantTest {
    private static final Rendition PICTURES = Rendition.video(0);
    private static final Rendition SOUND = Rendition.audio(1);

    @Test
    void soundThatFewPlayersHaveLeavesThePicturesToAllOthers() {
        List<String> variants = variants("pcm-s16");

        assertThat(variants).hasSize(2);
        assertThat(variants.get(0)).contains("CODECS=\"avc1.42C00D,ipcm\"").contains("AUDIO=");
        assertThat(variants.get(1)).contains("CODECS=\"avc1.42C00D\"").doesNotContain("AUDIO=");
    }

    @Test
    void soundThatPlayersHaveBelongsToEveryVariant() {
        assertThat(variants("mp4a.40.2"))
                .singleElement()
                .asString()
                .contains("CODECS=\"avc1.42C00D,mp4a.40.2\"")
                .contains("AUDIO=")
                .endsWith(",CLOSED-CAPTIONS=NONE");
    }

    @Test
    void whatIsNotArchivedYetIsListedByWhatWasMeasured() {
        TrackRate pictures = new TrackRate(100, 14_000_000, 4_000_000, 30_000_000);

        List<String> variants = variants("mp4a.40.2", TrackRate.NONE, () -> Map.of(PICTURES, pictures));

        assertThat(variants)
                .singleElement()
                .asString()
                .contains("BANDWIDTH=30728000,") // and 2 % for boxes, and sound
                .contains("FRAME-RATE=25.000");
    }

    @Test
    void nothingIsMeasuredWhereTheIndexSaysIt() {
        TrackRate archived = new TrackRate(250, 1_000_000, 10_000_000, 1_000_000);

        List<String> variants = variants("mp4a.40.2", archived, () -> {
            throw new AssertionError("measured");
        });

        assertThat(variants).singleElement().asString().contains("BANDWIDTH=2040000,");
    }

    @Covers("C5")
    @Test
    void soundAndTextAreChosenByTheWishAndNamedApart() {
        List<RecordedTrack> tracks = List.of(
                track(PICTURES, "avc1.42C00D", TrackRate.NONE),
                described(SOUND, "mp4a.40.2\",\"channels\":2,\"language\":\"eng"),
                described(Rendition.audio(2), "mp4a.40.2\",\"language\":\"ger"),
                described(Rendition.audio(3), "mp4a.40.2\",\"role\":\"commentary\",\"language\":\"de"),
                described(Rendition.audio(4), "mp4a.40.2\",\"language\":\"und"),
                described(Rendition.text(8), "wvtt\",\"role\":\"caption\",\"language\":\"en"),
                described(Rendition.text(9), "wvtt\",\"role\":\"subtitle\",\"language\":\"deu"));

        String german = playlist(tracks, new LanguageWish(List.of("fr", "de-AT"), true));
        String nobody = playlist(tracks, LanguageWish.NONE);

        assertThat(media(german))
                .containsExactly(
                        "TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=NO,AUTOSELECT=YES,CHANNELS=\"2\"",
                        "TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=YES,AUTOSELECT=YES",
                        "TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Deutsch (commentary)\",LANGUAGE=\"de\",DEFAULT=NO,AUTOSELECT=YES",
                        "TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Audio 4\",DEFAULT=NO,AUTOSELECT=YES",
                        "TYPE=SUBTITLES,GROUP-ID=\"text\",NAME=\"English (caption)\",LANGUAGE=\"en\",DEFAULT=NO,AUTOSELECT=YES,"
                                + "FORCED=NO,CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog,"
                                + "public.accessibility.describes-music-and-sound\"",
                        "TYPE=SUBTITLES,GROUP-ID=\"text\",NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO");
        assertThat(media(nobody).stream().filter(line -> line.contains("DEFAULT=YES")))
                .singleElement()
                .asString()
                .contains("LANGUAGE=\"en\"");
        assertThat(german.lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF")))
                .singleElement()
                .asString()
                .contains(",SUBTITLES=\"text\"", "CODECS=\"avc1.42C00D,mp4a.40.2\"");
    }

    @Covers("C5")
    @Test
    void aFileOfCaptionsIsARenditionAndItsLabelIsItsName() {
        RecordedTrack text = described(
                Rendition.text(96), "wvtt\",\"role\":\"caption\",\"label\":\"For the deaf\",\"language\":\"de");
        RecordedRun pictures = run(1, List.of(track(PICTURES, "avc1.42C00D", TrackRate.NONE)));
        RecordedRange recorded = new RecordedRange(0, 1, List.of(pictures), List.of(run(65_000, List.of(text))));

        Rendered playlist = Multivariant.past(recorded, Map::of, "day=video", LanguageWish.NONE)
                .rendered();

        assertThat(media(new String(playlist.plain(), StandardCharsets.UTF_8)))
                .singleElement()
                .asString()
                .contains("NAME=\"For the deaf\",LANGUAGE=\"de\"", "CHARACTERISTICS=");
    }

    private static RecordedTrack described(Rendition rendition, String codecAndMore) {
        return track(rendition, codecAndMore, TrackRate.NONE);
    }

    private static List<String> media(String playlist) {
        return playlist.lines()
                .filter(line -> line.startsWith("#EXT-X-MEDIA:"))
                .map(line -> line.replaceAll("#EXT-X-MEDIA:|,URI=.*", ""))
                .toList();
    }

    private static List<String> variants(String sound) {
        return variants(sound, TrackRate.NONE, Map::of);
    }

    private static List<String> variants(String sound, TrackRate archived, Supplier<Map<Rendition, TrackRate>> newest) {
        return playlist(
                        List.of(track(PICTURES, "avc1.42C00D", archived), track(SOUND, sound, archived)),
                        newest,
                        LanguageWish.NONE)
                .lines()
                .filter(line -> line.startsWith("#EXT-X-STREAM-INF:"))
                .toList();
    }

    private static String playlist(List<RecordedTrack> tracks, LanguageWish wish) {
        return playlist(tracks, Map::of, wish);
    }

    private static String playlist(
            List<RecordedTrack> tracks, Supplier<Map<Rendition, TrackRate>> newest, LanguageWish wish) {
        RecordedRange recorded = new RecordedRange(0, 1, List.of(run(1, tracks)));
        Rendered playlist =
                Multivariant.past(recorded, newest, "day=2026-11-21", wish).rendered();
        return new String(playlist.plain(), StandardCharsets.UTF_8);
    }

    private static RecordedRun run(int number, List<RecordedTrack> tracks) {
        return new RecordedRun(
                Day.parse("2026-11-21"),
                number,
                0,
                1,
                OptionalLong.empty(),
                new CounterRanges(),
                tracks,
                List.of(),
                List.of());
    }

    private static RecordedTrack track(Rendition rendition, String codec, TrackRate rate) {
        String json = "{\"codec\":\"" + codec + "\"}";
        ConfigurationStart start = new ConfigurationStart(0, 1, json, new byte[0]);
        return new RecordedTrack(rendition, rate, List.of(start), List.of());
    }
}
