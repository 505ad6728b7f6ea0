package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
                .contains("AUDIO=");
    }

    private static List<String> variants(String sound) {
        RecordedRun run = new RecordedRun(
                Day.parse("2026-11-21"),
                1,
                0,
                1,
                new CounterRanges(),
                List.of(track(PICTURES, "avc1.42C00D"), track(SOUND, sound)),
                List.of(),
                List.of());
        Rendered playlist = Multivariant.past(new RecordedRange(0, 1, List.of(run)), "day=2026-11-21");
        return new String(playlist.plain(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("#EXT-X-STREAM-INF:"))
                .toList();
    }

    private static RecordedTrack track(Rendition rendition, String codec) {
        String json = "{\"codec\":\"" + codec + "\"}";
        ConfigurationStart start = new ConfigurationStart(0, 1, json, new byte[0]);
        return new RecordedTrack(rendition, TrackRate.NONE, List.of(start), List.of());
    }
}
