package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.systemtests.hls.HlsClient.Answer;
import io.dayreel.systemtests.hls.Playlist;
import io.dayreel.systemtests.hls.Playlist.Part;
import io.dayreel.systemtests.hls.Playlist.Segment;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.SampleFootage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules of RFC 8216bis (draft-pantos-hls-rfc8216bis-16) one by one over a live stream and a past one, with the
 * section in the test's name; and that ffprobe gets back what the device sent.
 */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HlsConformanceST {
    private static final String PAST = "?day=2026-11-20";

    private final Ffmpeg ffmpeg = Ffmpeg.find();
    private StandaloneCloud cloud;
    private HlsClient client;
    private Cli live;

    @BeforeAll
    void start(@TempDir Path directory) throws InterruptedException {
        cloud = StandaloneCloud.start(directory.resolve("data"));
        Pusher cameras = new Pusher(cloud, directory);
        client = new HlsClient(cloud.tokens().operator("demo"));
        live = cameras.push("live", SampleFootage.carDetection(), "--loop");
        cameras.push("past", SampleFootage.carDetection(), "--fast", "--start-time=2026-11-20T10:00:00Z")
                .succeedsWithin(Duration.ofSeconds(60));
        await().atMost(Duration.ofSeconds(40))
                .until(() -> client.get(address("live", "hls/live/v0.m3u8")).status() == 200
                        && livePlaylist("v0").segments().size() >= 3);
    }

    @AfterAll
    void stop() {
        if (live != null) {
            live.close();
        }
        if (cloud != null) {
            cloud.close();
        }
    }

    private URI address(String device, String path) {
        return cloud.address().resolve("/v1/devices/" + device + "/" + path);
    }

    private Playlist livePlaylist(String rendition) {
        return client.playlist(address("live", "hls/live/" + rendition + ".m3u8"));
    }

    private Playlist pastPlaylist(String rendition) {
        return client.playlist(address("past", "hls/past/" + rendition + ".m3u8" + PAST));
    }

    private Segment newest(String rendition) {
        List<Segment> segments = livePlaylist(rendition).segments();
        return segments.get(segments.size() - 1);
    }

    @Covers("C3")
    @Test
    void section_4_playlistsAreUtf8TextOfTheirMediaType() {
        Answer answer = client.get(address("live", "hls.m3u8"));

        assertThat(answer.header("Content-Type")).contains("application/vnd.apple.mpegurl");
        assertThat(answer.text()).startsWith("#EXTM3U\n").doesNotContain("\uFEFF", "\r");
    }

    @Test
    void section_4_4_1_2_theVersionIsAtLeastWhatTheTagsNeed() {
        assertThat(livePlaylist("v0").number("EXT-X-VERSION")).isGreaterThanOrEqualTo(10);
        assertThat(pastPlaylist("v0").number("EXT-X-VERSION")).isGreaterThanOrEqualTo(8);
    }

    @Covers("C3")
    @Test
    void section_4_4_3_1_noSegmentIsLongerThanTheTargetDuration() {
        for (Playlist playlist :
                List.of(livePlaylist("v0"), livePlaylist("a1"), pastPlaylist("v0"), pastPlaylist("a1"))) {
            long target = playlist.number("EXT-X-TARGETDURATION");
            assertThat(playlist.segments()).allSatisfy(segment -> assertThat(Math.round(segment.duration()))
                    .isLessThanOrEqualTo(target));
        }
    }

    @Covers("C3")
    @Test
    void section_4_4_3_7_partsAreNotLongerThanTheirTargetAndNotMuchShorter() {
        for (String rendition : List.of("v0", "a1")) {
            Playlist playlist = livePlaylist(rendition);
            double target = Double.parseDouble(
                    playlist.attributes("EXT-X-PART-INF").get(0).get("PART-TARGET"));
            List<Segment> segments = playlist.segments();
            assertThat(segments.stream().flatMap(each -> each.parts().stream())).isNotEmpty();
            for (Segment segment : segments) {
                List<Part> parts = segment.parts();
                for (int i = 0; i < parts.size(); i++) {
                    assertThat(parts.get(i).duration()).isLessThanOrEqualTo(target);
                    boolean last = i == parts.size() - 1 && segment.address().isPresent();
                    assertThat(last || parts.get(i).duration() >= 0.85 * target)
                            .as("part %s of %s in\n%s", i, segment.msn(), playlist.text())
                            .isTrue();
                }
            }
        }
    }

    @Covers("C3")
    @Test
    void section_4_4_3_8_serverControlSaysWhatTheServerCanAndHowFarToHoldBack() {
        Playlist playlist = livePlaylist("v0");
        Map<String, String> control =
                playlist.attributes("EXT-X-SERVER-CONTROL").get(0);
        double part =
                Double.parseDouble(playlist.attributes("EXT-X-PART-INF").get(0).get("PART-TARGET"));
        long target = playlist.number("EXT-X-TARGETDURATION");

        assertThat(control).containsEntry("CAN-BLOCK-RELOAD", "YES").containsEntry("CAN-SKIP-DATERANGES", "YES");
        assertThat(Double.parseDouble(control.get("PART-HOLD-BACK"))).isGreaterThanOrEqualTo(3 * part);
        assertThat(Double.parseDouble(control.get("HOLD-BACK"))).isGreaterThanOrEqualTo(3.0 * target);
        assertThat(Double.parseDouble(control.get("CAN-SKIP-UNTIL"))).isGreaterThanOrEqualTo(6.0 * target);
    }

    @Covers("C3")
    @Test
    void section_4_4_4_6_everySegmentHasItsDateAndTimeAndTheyAddUp() {
        for (Playlist playlist : List.of(livePlaylist("v0"), pastPlaylist("v0"))) {
            List<Segment> segments = playlist.segments();
            assertThat(segments).allMatch(segment -> segment.dateTime().isPresent());
            for (int i = 1; i < segments.size(); i++) {
                Segment before = segments.get(i - 1);
                Segment segment = segments.get(i);
                if (!segment.discontinuity()) {
                    double apart = Duration.between(
                                            before.dateTime().orElseThrow(),
                                            segment.dateTime().orElseThrow())
                                    .toMillis()
                            / 1000.0;
                    assertThat(apart).isCloseTo(before.duration(), within(0.1));
                }
            }
        }
    }

    @Test
    void section_4_4_4_5_anInitSegmentComesBeforeTheFirstSegment() {
        for (Playlist playlist : List.of(livePlaylist("v0"), pastPlaylist("v0"))) {
            int map = indexOf(playlist, "#EXT-X-MAP:");
            int first = indexOf(playlist, "#EXTINF:");
            assertThat(map).isBetween(0, first);
            URI init = playlist.resolve(playlist.attributes("EXT-X-MAP").get(0).get("URI"));
            assertThat(new String(client.get(init).body(), 4, 4, StandardCharsets.US_ASCII))
                    .isEqualTo("ftyp");
        }
    }

    private static int indexOf(Playlist playlist, String start) {
        for (int i = 0; i < playlist.lines().size(); i++) {
            if (playlist.lines().get(i).startsWith(start)) {
                return i;
            }
        }
        return -1;
    }

    @Covers("C3")
    @Test
    void section_4_4_4_9_partsAreListedOfTheNewestSegmentsAndHoldTheirFrames() {
        Playlist playlist = livePlaylist("v0");
        List<Part> parts = playlist.segments().stream()
                .flatMap(each -> each.parts().stream())
                .toList();

        Answer part = client.get(parts.get(parts.size() - 1).address());

        assertThat(part.status()).isEqualTo(200);
        assertThat(new String(part.body(), StandardCharsets.ISO_8859_1)).contains("moof", "mdat");
        assertThat(parts.get(0).independent()).isTrue();
    }

    @Covers("C3")
    @Test
    void section_4_4_5_3_theHintedPartBecomesTheNextOne() {
        Playlist playlist = livePlaylist("v0");
        Map<String, String> hint = playlist.attributes("EXT-X-PRELOAD-HINT").get(0);
        URI hinted = playlist.resolve(hint.get("URI"));

        Answer part = client.get(hinted);

        assertThat(hint).containsEntry("TYPE", "PART");
        assertThat(part.status()).isIn(200, 404);
        if (part.status() == 200) {
            assertThat(livePlaylist("v0").segments().stream().flatMap(each -> each.parts().stream()))
                    .anyMatch(each -> each.address().equals(hinted));
        }
    }

    @Covers("C3")
    @Test
    void section_4_4_5_4_theOtherRenditionIsReported() {
        Map<String, String> report =
                livePlaylist("v0").attributes("EXT-X-RENDITION-REPORT").get(0);
        long reported = Long.parseLong(report.get("LAST-MSN"));

        assertThat(report).containsEntry("URI", "a1.m3u8").containsKey("LAST-PART");
        assertThat(newest("a1").msn()).isBetween(reported, reported + 1);
    }

    @Covers("C3")
    @Test
    void section_4_4_6_2_variantsSayCodecsResolutionRateAndMeasuredBandwidth() {
        Playlist playlist = client.playlist(address("live", "hls.m3u8"));
        Map<String, String> variant = playlist.attributes("EXT-X-STREAM-INF").get(0);

        assertThat(variant.get("CODECS")).contains("avc1.").contains("mp4a.40.2");
        assertThat(variant).containsEntry("RESOLUTION", "768x432").containsEntry("AUDIO", "audio");
        assertThat(Double.parseDouble(variant.get("FRAME-RATE"))).isBetween(12.0, 13.0);
        assertThat(Long.parseLong(variant.get("BANDWIDTH"))).isBetween(400_000L, 6_000_000L);
        assertThat(playlist.attributes("EXT-X-MEDIA").get(0)).containsEntry("TYPE", "AUDIO");
    }

    @Covers("C3")
    @Test
    void section_4_4_6_3_thePastHasAnIFramePlaylist() {
        Playlist multivariant = client.playlist(address("past", "hls.m3u8" + PAST));
        Map<String, String> listed =
                multivariant.attributes("EXT-X-I-FRAME-STREAM-INF").get(0);

        Playlist pictures = client.playlist(multivariant.resolve(listed.get("URI")));

        assertThat(pictures.tags("EXT-X-I-FRAMES-ONLY")).hasSize(1);
        assertThat(pictures.segments()).isNotEmpty();
        assertThat(client.get(pictures.segments().get(0).address().orElseThrow())
                        .status())
                .isEqualTo(200);
    }

    @Covers("C3")
    @Test
    void section_6_2_1_whatALivePlaylistListedItListsUnchangedUntilItLeavesTheWindow() {
        List<Segment> before = livePlaylist("v0").segments();
        long first = before.get(0).msn();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> newest("v0").msn() > before.get(before.size() - 1).msn());

        Map<Long, Segment> after =
                livePlaylist("v0").segments().stream().collect(Collectors.toMap(Segment::msn, each -> each));

        for (Segment segment : before) {
            if (segment.address().isPresent() && after.containsKey(segment.msn())) {
                assertThat(after.get(segment.msn()).address()).isEqualTo(segment.address());
                assertThat(after.get(segment.msn()).duration()).isEqualTo(segment.duration());
            }
        }
        assertThat(after.keySet()).allMatch(msn -> msn >= first);
    }

    @Covers("C3")
    @Test
    void section_6_2_5_1_aDeltaUpdateSaysHowMuchItLeavesOut() {
        Playlist whole = livePlaylist("v0");
        Playlist delta = client.playlist(address("live", "hls/live/v0.m3u8?_HLS_skip=v2"));

        int left = delta.tag("EXT-X-SKIP").isPresent()
                ? Integer.parseInt(delta.attributes("EXT-X-SKIP").get(0).get("SKIPPED-SEGMENTS"))
                : 0;

        assertThat(left + delta.segments().size())
                .isBetween(whole.segments().size(), whole.segments().size() + 2);
        assertThat(delta.attributes("EXT-X-SKIP")).as("section 4.4.5.2").allSatisfy(skip -> assertThat(skip)
                .containsKey("RECENTLY-REMOVED-DATERANGES"));
    }

    @Covers("C3")
    @Test
    void section_6_2_5_2_aReloadWaitsUntilThePartIsThere() {
        Segment newest = newest("v0");
        long msn = newest.msn() + 1;

        Playlist playlist = client.playlist(address("live", "hls/live/v0.m3u8?_HLS_msn=" + msn + "&_HLS_part=0"));

        List<Segment> segments = playlist.segments();
        Segment last = segments.get(segments.size() - 1);
        assertThat(last.msn()).isGreaterThanOrEqualTo(msn);
        assertThat(last.msn() > msn || !last.parts().isEmpty()).isTrue();
    }

    @Covers("C3")
    @Test
    void section_6_2_5_2_whatIsTooFarAheadIsRefusedAndSoIsAPartWithoutASegment() {
        long msn = newest("v0").msn();

        assertThat(client.get(address("live", "hls/live/v0.m3u8?_HLS_msn=" + (msn + 5)))
                        .status())
                .isEqualTo(400);
        assertThat(client.get(address("live", "hls/live/v0.m3u8?_HLS_part=1")).status())
                .isEqualTo(400);
        assertThat(client.get(address("live", "hls/live/v0.m3u8?_HLS_msn=x")).status())
                .isEqualTo(400);
        assertThat(client.get(address("live", "hls/live/v0.m3u8?_HLS_skip=maybe"))
                        .status())
                .isEqualTo(400);
    }

    @Covers("C3")
    @Test
    void section_6_2_1_anEventPlaylistKeepsAllFromItsBeginning() {
        Playlist event = client.playlist(address("live", "hls/live/v0.m3u8?playlist=event"));

        assertThat(event.tag("EXT-X-PLAYLIST-TYPE")).contains("EVENT");
        assertThat(event.address().getQuery()).contains("first=" + event.number("EXT-X-MEDIA-SEQUENCE"));
    }

    @Covers({"C8", "C3"})
    @Test
    void appendixB_playlistsAreCompressedAndCheckedByTheirTag() {
        Answer plain = client.get(address("past", "hls/past/v0.m3u8" + PAST));
        Answer packed = client.get(plain.address(), "Accept-Encoding", "gzip");
        Answer known = client.ask(
                "GET", plain.address(), "If-None-Match", plain.header("ETag").orElseThrow());
        Answer head = client.ask("HEAD", plain.address());

        assertThat(packed.header("Content-Encoding")).contains("gzip");
        assertThat(packed.body().length).isLessThan(plain.body().length);
        assertThat(known.status()).isEqualTo(304);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).contains(Integer.toString(plain.body().length));
        assertThat(head.body()).isEmpty();
    }

    @Covers("C8")
    @Test
    void segmentsHaveAddressesWhoseContentNeverChanges() {
        URI segment = pastPlaylist("v0").segments().get(1).address().orElseThrow();
        Answer first = client.get(segment, "Origin", "https://example.org");
        Answer piece = client.get(segment, "Range", "bytes=100-299");

        assertThat(first.header("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(first.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(piece.status()).isEqualTo(206);
        assertThat(piece.body()).isEqualTo(Arrays.copyOfRange(first.body(), 100, 300));
        assertThat(client.get(segment).body()).isEqualTo(first.body());
        assertThat(client.ask(
                                "GET",
                                segment,
                                "If-None-Match",
                                first.header("ETag").orElseThrow())
                        .status())
                .isEqualTo(304);
    }

    @Covers("A7")
    @Test
    void aStaleRevisionLeadsToTheNewest() {
        Answer newest = client.get(address("past", "hls/past/v0.m3u8" + PAST));
        URI stale = URI.create(newest.address().toString().replaceFirst("rev=[^&]*", "rev=1-00000000"));

        Answer lead = client.ask("GET", stale);

        assertThat(lead.status()).isEqualTo(307);
        assertThat(stale.resolve(lead.header("Location").orElseThrow())).isEqualTo(newest.address());
    }

    @Covers("C3")
    @Test
    void ffprobeGetsBackEveryPacketThatTheDeviceSent() {
        String signed = signed("past");

        for (String stream : List.of("v:0", "a:0")) {
            List<String> played = hashes(signed + "/hls.m3u8" + PAST, stream);
            List<String> sent = ffmpeg.probePackets(SampleFootage.carDetection(), stream).stream()
                    .map(MediaPacket::sha256)
                    .toList();
            assertThat(played).isEqualTo(sent);
        }
    }

    private String signed(String device) {
        var answer = new Rest(cloud.address(), cloud.tokens().operator("demo"))
                .post("/v1/signed-addresses", "{\"path\":\"/v1/devices/" + device + "\"}");
        return cloud.address().resolve(answer.body().get("base").asText()).toString();
    }

    private List<String> hashes(String address, String stream) {
        return ffmpeg.probe(List.of(
                        "-select_streams",
                        stream,
                        "-show_packets",
                        "-show_data_hash",
                        "sha256",
                        "-show_entries",
                        "packet=data_hash",
                        "-of",
                        "default=nk=1:nw=1",
                        address))
                .lines()
                .filter(line -> line.startsWith("SHA256:"))
                .map(line -> line.substring("SHA256:".length()))
                .toList();
    }

    @Covers("B10")
    @Test
    void whatIsNotThereIsSaidAndWhatIsNearestIsNamed() {
        Answer unknown = client.get(address("nobody", "hls.m3u8"));
        Answer outside = client.get(address("past", "hls.m3u8?from=2026-11-01T00:00:00Z&to=2026-11-01T01:00:00Z"));
        Answer reversed = client.get(address("past", "hls.m3u8?from=2026-11-20T11:00:00Z&to=2026-11-20T10:00:00Z"));
        Answer huge = client.get(address("past", "hls.m3u8?from=2020-01-01T00:00:00Z&to=2026-11-20T10:00:00Z"));
        Answer rendition = client.get(address("past", "hls/past/v9.m3u8" + PAST));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(outside.status()).isEqualTo(404);
        assertThat(outside.text()).contains("nearest").contains("2026-11-20T10:00:00Z");
        assertThat(reversed.status()).isEqualTo(400);
        assertThat(huge.status()).isEqualTo(400);
        assertThat(rendition.status()).isEqualTo(404);
    }
}
