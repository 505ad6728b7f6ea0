package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.hls.LiveLine.PlaylistForm;
import io.dayreel.streamer.hls.LiveLine.Skip;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.testkit.Covers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private static final Day DAY = Day.parse("2026-11-21");
    private static final Rendition VIDEO = Rendition.video(0);
    private static final long PART = 200_000;
    private static final PlaylistForm WHOLE = new PlaylistForm(VIDEO, Skip.NOTHING, Optional.empty());
    private static final PlaylistForm DELTA = new PlaylistForm(VIDEO, Skip.SEGMENTS, Optional.empty());
    private static final PlaylistForm SHORT_DELTA =
            new PlaylistForm(VIDEO, Skip.SEGMENTS_AND_DATE_RANGES, Optional.empty());
    private static final LiveLine.Reach REACH = new LiveLine.Reach(Duration.ofMinutes(1), Duration.ofMinutes(5));

    private static LiveLines lines() {
        LiveLines lines = new LiveLines(REACH);
        lines.apply(started(1, 0));
        return lines;
    }

    private static CutRecord.Started started(long line, long atMillis) {
        return new CutRecord.Started(
                CutLoop.DEVICE,
                line,
                atMillis,
                "one",
                4,
                List.of(new CutRecord.StartedRendition("v0", PART, 100, List.of())));
    }

    private static CutSpan span(int index, int epoch) {
        long start = DAY.startMicros() + index * PART;
        return new CutSpan(
                Kind.MEDIA,
                DAY,
                1,
                index * 5L,
                index * 5L + 5,
                start,
                start + PART,
                epoch,
                1,
                "0123abcd",
                new CounterRanges());
    }

    /** Parts 0.2 s long, twenty a segment. */
    private static CutRecord.Part part(int index, String instance) {
        return new CutRecord.Part(
                CutLoop.DEVICE,
                1,
                index * 200L,
                instance,
                "v0",
                100 + index / 20,
                index % 20,
                index % 20 == 19,
                index % 20 == 0,
                span(index, 0));
    }

    private static String text(LiveLines lines, PlaylistForm form) {
        return new String(
                lines.line(CutLoop.DEVICE).orElseThrow().playlist(form).plain(), StandardCharsets.UTF_8);
    }

    @Covers({"C3", "C10"})
    @Test
    void instancesThatCutAtTheSameTimeListTheSame() {
        List<CutRecord> log = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            log.add(part(i, i % 3 == 0 ? "two" : "one"));
            log.add(part(i, "three"));
            log.add(part(Math.max(0, i - 1), "late"));
        }
        LiveLines here = lines();
        LiveLines there = lines();

        log.forEach(here::apply);
        log.forEach(there::apply);

        assertThat(text(here, WHOLE)).isEqualTo(text(there, WHOLE)).contains("#EXT-X-MEDIA-SEQUENCE:100");
        assertThat(here.line(CutLoop.DEVICE).orElseThrow().look(VIDEO, LiveRendition::openMsn))
                .isEqualTo(105);
    }

    @Covers({"C3", "C10"})
    @Test
    void whatIsListedForOthersIsTheSameOnEveryInstanceAndKnowsWhereAnEpochBegan() {
        LiveLines here = lines();
        LiveLines there = lines();
        for (int i = 0; i < 510; i++) {
            here.apply(part(i, "one"));
            there.apply(part(i, "one"));
        }

        LiveListing listing = here.line(CutLoop.DEVICE).orElseThrow().listing();

        assertThat(listing).isEqualTo(there.line(CutLoop.DEVICE).orElseThrow().listing());
        assertThat(listing.leader().whole().get(0).startMicros())
                .as("the window has moved on")
                .isGreaterThan(DAY.startMicros());
        assertThat(listing.epochStarts()).containsEntry(0, DAY.startMicros());
        assertThat(listing.leader().open())
                .hasValueSatisfying(open -> assertThat(open.durationMicros()).isEqualTo(10 * PART));
    }

    @Covers({"C3", "C10"})
    @Test
    void anInstanceThatKnewNothingGoesOnWithWhatTheLineSaysOfItself() {
        LiveLines old = lines();
        for (int i = 0; i < 60; i++) {
            old.apply(part(i, "one"));
        }
        LiveLines young = new LiveLines(REACH);
        young.apply(part(59, "one"));
        young.apply(old.line(CutLoop.DEVICE).orElseThrow().snapshot(12_000, "one"));

        for (int i = 60; i < 130; i++) {
            old.apply(part(i, "one"));
            young.apply(part(i, "one"));
        }

        assertThat(segments(text(young, WHOLE))).isEqualTo(segments(text(old, WHOLE)));
    }

    private static List<String> segments(String playlist) {
        return playlist.lines().filter(line -> line.startsWith("../../media")).toList();
    }

    @Covers("C3")
    @Test
    void whatIsListedNeverChanges() {
        LiveLines lines = lines();
        List<String> seen = List.of();
        for (int i = 0; i < 400; i++) {
            lines.apply(part(i, "one"));
            List<String> now = segments(text(lines, WHOLE));
            int kept = (int) now.stream().filter(seen::contains).count();
            assertThat(now.subList(0, kept)).isEqualTo(seen.subList(seen.size() - kept, seen.size()));
            assertThat(now.size() - kept).isLessThanOrEqualTo(1);
            seen = now;
        }
    }

    @Covers("C5")
    @Test
    void textHasThePartsAndSegmentsOfThePicturesAndItsAddressesNeverChange() {
        LiveLines lines = lines();
        PlaylistForm text = new PlaylistForm(Rendition.text(8), Skip.NOTHING, Optional.empty());
        List<String> seen = List.of();
        for (int i = 0; i < 400; i++) {
            lines.apply(part(i, "one"));
            List<String> now = segments(text(lines, text));
            int kept = (int) now.stream().filter(seen::contains).count();
            assertThat(now.subList(0, kept)).isEqualTo(seen.subList(seen.size() - kept, seen.size()));
            assertThat(now.size() - kept).isLessThanOrEqualTo(1);
            seen = now;
        }

        String said = text(lines, text);

        assertThat(structure(said)).isEqualTo(structure(text(lines, WHOLE)));
        assertThat(said)
                .doesNotContain("#EXT-X-MAP", "#EXT-X-GAP")
                .contains("URI=\"t8/1-120-0.vtt\"", "#EXT-X-RENDITION-REPORT:URI=\"v0.m3u8\"");
        assertThat(seen)
                .last()
                .asString()
                .startsWith("../../media/2026-11-21/t8/1-")
                .endsWith("-late.vtt");
    }

    /** All that has to be alike in the playlists of a line. */
    private static List<String> structure(String playlist) {
        return playlist.lines()
                .filter(line -> line.matches("#EXT(INF|-X-PROGRAM-DATE-TIME|-X-TARGET|-X-DISC|-X-MEDIA-SEQ).*"))
                .toList();
    }

    @Covers("C3")
    @Test
    void aDeltaUpdateLeavesOutWhatLiesBehindTheSkipBoundary() {
        LiveLines lines = lines();
        for (int i = 0; i < 300; i++) {
            lines.apply(part(i, "one"));
        }

        List<String> whole = segments(text(lines, WHOLE));
        String delta = text(lines, DELTA);

        int skipped = whole.size() - segments(delta).size();
        assertThat(skipped).isPositive();
        assertThat(delta).contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=" + skipped + "\n");
        assertThat(segments(delta)).isEqualTo(whole.subList(skipped, whole.size()));
        assertThat(delta.lines().filter(line -> line.startsWith("#EXT-X-MAP:")))
                .as("said again, since Shaka Player does not keep it")
                .hasSize(1);
        assertThat(delta.length()).isLessThan(text(lines, WHOLE).length());
    }

    @Covers("C3")
    @Test
    void whoWaitsForAPartIsTold() {
        LiveLines lines = lines();
        lines.apply(part(0, "one"));
        LiveLine line = lines.line(CutLoop.DEVICE).orElseThrow();

        CompletableFuture<Boolean> second = line.listed(VIDEO, 100, 1);
        CompletableFuture<Boolean> segment = line.listed(VIDEO, 100, -1);
        lines.apply(part(1, "one"));

        assertThat(second).isCompleted();
        assertThat(segment).isNotDone();
        for (int i = 2; i < 20; i++) {
            lines.apply(part(i, "one"));
        }
        assertThat(segment).isCompleted();
    }

    @Test
    void whoWaitsOnALineThatEndsIsToldToo() {
        LiveLines lines = lines();
        LiveLine line = lines.line(CutLoop.DEVICE).orElseThrow();
        CompletableFuture<Boolean> waiting = line.listed(VIDEO, 101, 3);

        lines.apply(new CutRecord.Ended(CutLoop.DEVICE, 1, 5));

        assertThat(waiting).isCompleted();
        assertThat(text(lines, WHOLE)).endsWith("#EXT-X-ENDLIST\n");
    }

    @Test
    void aLineIsNotReplacedWhileSomebodyCutsIt() {
        LiveLines lines = lines();
        lines.apply(part(0, "one"));

        lines.apply(started(2, 5_000));
        assertThat(lines.line(CutLoop.DEVICE).orElseThrow().number()).isEqualTo(1);

        lines.apply(started(3, 60_000));
        assertThat(lines.line(CutLoop.DEVICE).orElseThrow().number()).isEqualTo(3);
    }

    @Covers({"C3", "B5"})
    @Test
    void aDeltaUpdateNamesTheDateRangesThatLeftSinceThePlaylistBeforeIt() {
        LiveLines lines = lines();
        lines.apply(part(0, "one"));
        lines.apply(event(3, DAY.startMicros() + 1_000));
        lines.apply(event(4, DAY.startMicros() + 2_000));
        for (int i = 1; i < 300; i++) {
            lines.apply(part(i, "one"));
        }
        String before = text(lines, SHORT_DELTA);
        for (int i = 300; i < 345; i++) {
            lines.apply(part(i, "one"));
        }

        String after = text(lines, SHORT_DELTA);
        PlaylistForm event = new PlaylistForm(VIDEO, Skip.SEGMENTS_AND_DATE_RANGES, Optional.of(100L));
        String kept = text(lines, event);
        String withDateRanges = text(lines, DELTA);
        for (int i = 345; i < 480; i++) {
            lines.apply(part(i, "one"));
        }

        assertThat(before).contains(",RECENTLY-REMOVED-DATERANGES=\"\"\n");
        assertThat(after).contains(",RECENTLY-REMOVED-DATERANGES=\"2026-11-21/1-3\t2026-11-21/1-4\"\n");
        assertThat(kept).as("an EVENT playlist still lists them").contains(",RECENTLY-REMOVED-DATERANGES=\"\"\n");
        assertThat(withDateRanges).contains("#EXT-X-SKIP:").doesNotContain("RECENTLY-REMOVED");
        assertThat(text(lines, SHORT_DELTA)).as("long ago").contains(",RECENTLY-REMOVED-DATERANGES=\"\"\n");
    }

    /** Sound recorded before is cut where the picture is, and sound cut live where a unit of it begins. */
    @Covers("C3")
    @Test
    void whatWasRecordedBeforeTheLineLastsUntilItsFirstPart() {
        CutSpan first = span(0, 0);
        CutSpan recorded = new CutSpan(
                Kind.MEDIA,
                DAY,
                1,
                0,
                1,
                first.startMicros() - 4_011_000,
                first.startMicros() - 11_000,
                0,
                1,
                "0123abcd",
                new CounterRanges());
        LiveLines lines = new LiveLines(REACH);
        lines.apply(new CutRecord.Started(
                CutLoop.DEVICE,
                1,
                0,
                "one",
                4,
                List.of(new CutRecord.StartedRendition("v0", PART, 99, List.of(recorded)))));
        assertThat(text(lines, WHOLE)).contains("#EXTINF:4.000,\n");

        lines.apply(part(0, "one"));

        assertThat(text(lines, WHOLE)).contains("#EXTINF:4.011,\n");
    }

    private static CutRecord.Event event(long counter, long timeMicros) {
        return new CutRecord.Event(CutLoop.DEVICE, 1, 1, DAY, 1, counter, 2, timeMicros, "door");
    }

    @Covers("B5")
    @Test
    void anEventIsListedOnce() {
        LiveLines lines = lines();
        lines.apply(part(0, "one"));
        CutRecord.Event event =
                new CutRecord.Event(CutLoop.DEVICE, 1, 1, DAY, 1, 3, 2, DAY.startMicros() + 1_000, "door \"front\"\n");
        lines.apply(event);
        for (int i = 1; i < 45; i++) {
            lines.apply(part(i, "one"));
        }
        lines.apply(event);

        assertThat(text(lines, WHOLE))
                .containsOnlyOnce("#EXT-X-DATERANGE:ID=\"2026-11-21/1-3\"")
                .contains("X-TYPE=\"door front\"");
    }
}
