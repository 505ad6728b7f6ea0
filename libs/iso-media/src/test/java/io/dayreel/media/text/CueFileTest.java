package io.dayreel.media.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.testkit.Covers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CueFileTest {
    @Covers("C5")
    @Test
    void aWebVttFileIsReadWhateverElseIsInIt() throws Exception {
        String file = "\uFEFFWEBVTT - a title\r\nKind: captions\r\n\r\nSTYLE\r\n::cue(b) { color: red }\r\n\r\n"
                + "NOTE a note --- of\r\ntwo lines\r\n\r\nREGION\r\nid:fred\r\n\r\n"
                + "first\r\n00:01.000 --> 00:02.500 align:start line:0\r\n<v Ann>Hello\r\nthere\r\n\r\n\r\n"
                + "100:00:00.001 --> 100:00:00.002\r\n日本 &amp; 😀\r\n";

        List<Cue> cues = CueFile.read(utf8(file));

        assertThat(cues)
                .containsExactly(
                        new Cue(1_000_000, 2_500_000, "<v Ann>Hello\nthere"),
                        new Cue(360_000_001_000L, 360_000_002_000L, "日本 &amp; 😀"));
    }

    @Covers("C5")
    @Test
    void aSubRipFileIsReadAndItsTextIsThatOfWebVtt() throws Exception {
        String file = "1\n00:00:01,000 --> 00:00:02,500 X1:40 X2:600\n<i>Tom</i> & <font color=\"#fff\">Jerry</font>\n"
                + "{\\an8}3 < 4 --> <B>so</B> &lt;\n\n\n3\n1:2:3.4 --> 01:02:04,000\nwithout hours' zero\n\n"
                + "00:00:00,500 --> 00:00:00,900\nwithout a number, and earlier";

        List<Cue> cues = CueFile.read(utf8(file));

        assertThat(cues)
                .containsExactly(
                        new Cue(500_000, 900_000, "without a number, and earlier"),
                        new Cue(1_000_000, 2_500_000, "<i>Tom</i> &amp; Jerry\n3 &lt; 4 --&gt; <b>so</b> &lt;"),
                        new Cue(3_723_400_000L, 3_724_000_000L, "without hours' zero"));
    }

    @Covers("C5")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WEBVTTX|1|begins with a line WEBVTT",
                "WEBVTT~~00:01.000 --> 00:00.500~x|3|ends when or before it begins",
                "WEBVTT~~00:01.000 --> 00:01.000~x|3|ends when or before it begins",
                "WEBVTT~~00:01,000 --> 00:02,000~x|3|no timing like 00:00:01.000 -->",
                "WEBVTT~~id~~00:01.000 --> 00:02.000~x|3|neither a timing nor",
                "WEBVTT~~00:01.000 --> 00:61.000~x|3|no timing",
                "hello|1|a timing like 00:00:01,000 --> 00:00:02,500 is needed",
                "1~00:00:01,000 -> 00:00:02,000~x|2|a timing like",
                "1~00:00:01,000 --> 00:00:99,000~x|2|no timing like",
                "1|1|a timing like"
            })
    void whatIsWrongIsSaidWithItsLine(String file, int line, String problem) {
        byte[] bytes = utf8(file.replace('~', '\n'));

        assertThatThrownBy(() -> CueFile.read(bytes))
                .isInstanceOfSatisfying(CueFormatException.class, wrong -> assertThat(wrong.line())
                        .isEqualTo(line))
                .hasMessageContaining("line " + line + ":")
                .hasMessageContaining(problem);
    }

    @Test
    void whatIsTooLargeOrNoTextIsRefused() {
        byte[] latin = "WEBVTT\n\n00:01.000 --> 00:02.000\nGr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1);
        String longCue = "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x".repeat(CueFile.MAX_PAYLOAD_BYTES + 1);
        String many = "WEBVTT\n\n" + "00:01.000 --> 00:02.000\nx\n\n".repeat(CueFile.MAX_CUES + 1);

        assertThatThrownBy(() -> CueFile.read(latin)).hasMessageContaining("line 4: this is not UTF-8");
        assertThatThrownBy(() -> CueFile.read(utf8(longCue))).hasMessageContaining("line 3: the cue's text is longer");
        assertThatThrownBy(() -> CueFile.read(utf8(many))).hasMessageContaining("more than " + CueFile.MAX_CUES);
        assertThatThrownBy(() -> CueFile.read(new byte[CueFile.MAX_BYTES + 1])).hasMessageContaining("split it");
    }

    @Covers("C5")
    @Property(tries = 300)
    void whatIsWrittenIsReadBackWhateverTheTextIs(@ForAll("cues") List<Cue> cues) throws Exception {
        WebVttWriter writer = new WebVttWriter().mapped(8_589_934_591L, 3_600_000_000_000L);
        cues.forEach(cue -> writer.cue("id-" + cue.startMicros(), cue));

        List<Cue> read = CueFile.read(writer.toByteArray());

        List<Cue> expected = new ArrayList<>();
        for (Cue cue : cues) {
            String payload = WebVttWriter.payload(cue.payload());
            if (!payload.isEmpty()) {
                expected.add(new Cue(cue.startMicros(), cue.endMicros(), payload));
            }
        }
        assertThat(read).isEqualTo(expected);
    }

    @Property(tries = 500)
    void anyBytesAreCuesOrRefusedWithALine(@ForAll byte[] bytes) {
        try {
            assertThat(CueFile.read(bytes)).isNotNull();
        } catch (CueFormatException refused) {
            assertThat(refused.line()).isPositive();
        }
    }

    @Provide
    static Arbitrary<List<Cue>> cues() {
        Arbitrary<String> texts = Arbitraries.of(
                        "-->", "\n\n", "\r", "<b>", "&", "NOTE", "WEBVTT", " ", "\0", "a", "😀")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
        Arbitrary<Long> steps = Arbitraries.longs().between(1, 5_000_000);
        return Combinators.combine(steps, steps, texts)
                .as((start, lasts, text) -> new Cue(start * 1_000, (start + lasts) * 1_000, text))
                .list()
                .ofMaxSize(10)
                .map(list -> list.stream()
                        .sorted(java.util.Comparator.comparingLong(Cue::startMicros))
                        .toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
