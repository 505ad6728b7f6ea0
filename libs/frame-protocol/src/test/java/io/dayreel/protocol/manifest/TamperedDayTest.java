package io.dayreel.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.manifest.DayReport.State;
import io.dayreel.protocol.segment.SampleFrames;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TamperedDayTest {
    private static final int BYTES_TRIED = 60;

    @TempDir
    Path directory;

    private SampleDay day;
    private String first;
    private String second;
    private String late;

    @BeforeEach
    void recordSealAndHeal() throws IOException {
        day = new SampleDay(directory);
        first = day.addSegment(7, 60);
        second = day.addSegment(8, 90);
        day.seal();
        late = day.addSegment(9, 30);
        day.seal();
    }

    @Covers("F1")
    @Test
    void anUntouchedDayIsSealed() throws IOException {
        DayReport report = day.verified();

        assertThat(report.findings()).isEmpty();
        assertThat(report.state()).isEqualTo(State.SEALED);
        assertThat(report.segments()).isEqualTo(3);
        assertThat(report.frames()).isEqualTo(180);
        assertThat(report.seal().orElseThrow().number()).isEqualTo(1);
        assertThat(report.stream()).contains(SampleFrames.HEADER.stream());
    }

    @Covers("F1")
    @Test
    void anyAlteredByteOfAnyObjectIsFoundWithItsObjectAndRange() throws IOException {
        Random random = new Random(6);
        for (Map.Entry<String, byte[]> object : new TreeMap<>(day.files).entrySet()) {
            int step = Math.max(1, object.getValue().length / BYTES_TRIED * 2);
            for (int at = random.nextInt(step); at < object.getValue().length; at += 1 + random.nextInt(step)) {
                byte[] altered = object.getValue().clone();
                altered[at] ^= (byte) (1 << random.nextInt(8));
                day.files.put(object.getKey(), altered);

                DayReport report = day.verified();

                assertThat(report.state()).as("%s byte %d", object.getKey(), at).isEqualTo(State.ALTERED);
                Finding finding = report.findings().get(0);
                assertThat(finding.object()).isEqualTo(object.getKey());
                assertThat(finding.bytes().orElseThrow().offset())
                        .as("byte %d", at)
                        .isLessThanOrEqualTo(at);
                assertThat(finding.bytes().orElseThrow().end())
                        .as("byte %d", at)
                        .isGreaterThan(at);
            }
            day.files.put(object.getKey(), object.getValue());
        }
        assertThat(day.verified().state()).isEqualTo(State.SEALED);
    }

    @Covers("F1")
    @Test
    void aRemovedSegmentIsMissed() throws IOException {
        for (String name : List.of(first, second, late)) {
            byte[] removed = day.files.remove(name);

            assertThat(day.verified().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.object()).isEqualTo(name);
                assertThat(finding.what()).contains("missing");
            });
            day.files.put(name, removed);
        }
    }

    @Covers("F1")
    @Test
    void exchangedAndRenamedSegmentsAreNamedWithWhatTheyAre() throws IOException {
        byte[] bytes = day.files.get(first);
        day.files.put(first, day.files.get(second));
        day.files.put(second, bytes);

        assertThat(day.verified().findings()).extracting(Finding::object).containsExactlyInAnyOrder(first, second);
        assertThat(day.verified().findings().get(0).what()).contains("these are the bytes of");

        day.files.put(second, day.files.remove(first));
        day.files.put("00099-0000000000-0123456789abcdef.drs", bytes);
        assertThat(day.verified().findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("under the name 00099-"));
    }

    @Covers("F1")
    @Test
    void anEarlierManifestOrSegmentInThePlaceOfALaterOneIsFound() throws IOException {
        byte[] newest = day.files.get("manifest-1.json");
        day.files.put("manifest-1.json", day.files.get("manifest-0.json"));

        assertThat(day.verified().findings().get(0).what()).contains("it is manifest 0");

        day.files.put("manifest-1.json", newest);
        byte[] segment = day.files.get(late);
        day.files.put(late, day.files.get(first));
        assertThat(day.verified().findings()).extracting(Finding::object).containsExactly(late);

        day.files.put(late, segment);
        day.files.remove("manifest-0.json");
        assertThat(day.verified().findings().get(0).what()).contains("manifest-1.json names it");
    }

    @Covers("F1")
    @Test
    void aDayOfAnotherDeviceOrDateIsNotTakenForThisOne() throws IOException {
        var other = SampleFrames.HEADER.stream().deviceId().on(Day.parse("2026-03-13"));

        DayReport report = DayVerification.of(day, List.of(SampleDay.KEY.getPublic()), Optional.of(other));

        assertThat(report.findings().get(0).what()).contains("a manifest of " + SampleFrames.HEADER.stream());
    }

    @Covers("F1")
    @Test
    void aManifestOfAnotherKeyIsRefusedAndSoIsOneWhoseKeyWasNotGiven() throws IOException {
        KeyPair other = SampleDay.newKey();

        DayReport report = DayVerification.of(day, List.of(other.getPublic()), Optional.empty());

        assertThat(report.state()).isEqualTo(State.ALTERED);
        assertThat(report.findings().get(0).what()).contains("was not given");
        day.seal(other);
        assertThat(day.verified().findings()).extracting(Finding::object).containsExactly("manifest-2.json");
        assertThat(DayVerification.of(day, List.of(SampleDay.KEY.getPublic(), other.getPublic()), Optional.empty())
                        .state())
                .isEqualTo(State.SEALED);
    }

    @Covers("F1")
    @Test
    void aTailThatIsCutOffIsFoundOrTheDayIsCalledUnsealed() throws IOException {
        byte[] whole = day.files.get(late);
        for (int length = 0; length < whole.length; length += 211) {
            day.files.put(late, Arrays.copyOf(whole, length));
            assertThat(day.verified().findings()).as("%d bytes", length).hasSize(1);
        }

        day.files.put(late, whole);
        String unknown = day.addSegment(10, 20);
        assertThat(day.verified().state()).isEqualTo(State.UNSEALED);
        assertThat(day.verified().unsealed()).containsExactly(unknown);

        day.addSegment(11, 20);
        day.files.remove(unknown);
        assertThat(day.verified().findings()).singleElement().satisfies(finding -> assertThat(finding.what())
                .contains("names it as one that came before"));
    }

    @Test
    void withoutAManifestOrAKeyNothingIsCalledSealed() throws IOException {
        assertThat(DayVerification.of(day, List.of(), Optional.empty()).state()).isEqualTo(State.UNSEALED);

        day.files.remove("manifest-0.json");
        day.files.remove("manifest-1.json");
        assertThat(day.verified().state()).isEqualTo(State.UNSEALED);
        assertThat(day.verified().unsealed()).hasSize(3);
    }

    @Covers("F1")
    @Test
    void anOldStateOfTheWholeDayIsToldByTheHashThatWasNotedElsewhere() throws IOException {
        String noted = day.verified().seal().orElseThrow().hash().hex();
        day.files.remove("manifest-1.json");
        day.files.remove(late);

        assertThat(day.verified().state()).isEqualTo(State.SEALED);
        assertThat(day.verified().withNewest(noted).state()).isEqualTo(State.ALTERED);
    }
}
