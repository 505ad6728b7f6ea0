package io.dayreel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.protocol.stream.StreamId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentKeyTest {
    private static final StreamId STREAM = new StreamId("acme", "cam_1-b", Day.parse("2026-03-01"));

    @Test
    void aSegmentIsNamedByStreamFirstFrameAndRoot() {
        byte[] root = new byte[32];
        root[0] = (byte) 0xAB;
        root[7] = 0x0F;
        root[8] = 0x77;

        SegmentKey key = SegmentKey.of(STREAM, new FramePosition(43_199, 4_294_967_295L), root);

        assertThat(key).hasToString("acme/cam_1-b/2026-03-01/43199-4294967295-ab0000000000000f.drs");
        assertThat(SegmentKey.of(new StreamId("acme", "v", Day.VIDEO), new FramePosition(1, 0), root))
                .hasToString("acme/v/video/00001-0000000000-ab0000000000000f.drs");
    }

    @Property
    void whatIsWrittenIsReadBackAndIsAValidKey(@ForAll("keys") SegmentKey key) {
        String text = key.toString();

        assertThat(SegmentKey.parse(text)).isEqualTo(key);
        assertThat(ObjectStore.requireKey(text)).isEqualTo(text);
        assertThat(ManifestKey.tryParse(text)).isEmpty();
    }

    @Property
    void keysOfADaySortAsTheirFirstFramesDo(@ForAll("keys") SegmentKey a, @ForAll("keys") SegmentKey b) {
        int byFrame = a.first().compareTo(b.first());
        int byKey = a.toString().compareTo(b.toString());

        if (byFrame != 0 && a.stream().equals(b.stream())) {
            assertThat(Integer.signum(byKey)).isEqualTo(Integer.signum(byFrame));
        }
    }

    @Property
    void noTextMakesTheParserThrow(@ForAll String text) {
        SegmentKey.tryParse(text).ifPresent(key -> assertThat(key).hasToString(text));
        ManifestKey.tryParse(text).ifPresent(key -> assertThat(key).hasToString(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/cam/2026-03-01/1-0000000000-ab0000000000000f.drs",
                "acme/cam/2026-03-01/65536-0000000000-ab0000000000000f.drs",
                "acme/cam/2026-03-01/00001-4294967296-ab0000000000000f.drs",
                "acme/cam/2026-03-01/00001-0000000000-AB0000000000000F.drs",
                "acme/cam/2026-02-30/00001-0000000000-ab0000000000000f.drs",
                "acme/cam/1970-01-01/00001-0000000000-ab0000000000000f.drs",
                "acme/cam/00001-0000000000-ab0000000000000f.drs",
                "00001-0000000000-ab0000000000000f.drs",
                "acme/cam/2026-03-01/manifest-0.json"
            })
    void whatIsNotExactlyASegmentsKeyIsNone(String key) {
        assertThat(SegmentKey.tryParse(key)).isEmpty();
        assertThatThrownBy(() -> SegmentKey.parse(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aManifestIsNamedByStreamAndRevision() {
        ManifestKey key = new ManifestKey(STREAM, 12);

        assertThat(key).hasToString("acme/cam_1-b/2026-03-01/manifest-12.json");
        assertThat(ManifestKey.tryParse(key.toString())).contains(key);
        assertThat(ManifestKey.tryParse("acme/cam_1-b/2026-03-01/manifest-012.json"))
                .isEmpty();
    }

    @Provide
    Arbitrary<SegmentKey> keys() {
        Arbitrary<StreamId> streams = Combinators.combine(
                        Arbitraries.of("a", "acme", "t-1"), Arbitraries.of("cam", "cam_2"), Arbitraries.of(0, 20_000))
                .as((tenant, device, day) -> new StreamId(tenant, device, new Day(day)));
        Arbitrary<FramePosition> positions = Combinators.combine(
                        Arbitraries.integers().between(0, 65_535),
                        Arbitraries.longs().between(0, 0xFFFF_FFFFL))
                .as(FramePosition::new);
        Arbitrary<String> roots =
                Arbitraries.strings().withChars("0123456789abcdef").ofLength(16);
        return Combinators.combine(streams, positions, roots).as(SegmentKey::new);
    }
}
