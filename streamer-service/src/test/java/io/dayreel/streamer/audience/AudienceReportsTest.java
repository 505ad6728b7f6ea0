package io.dayreel.streamer.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.protocol.stream.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sync is told of viewers, in virtual time. */
class AudienceReportsTest {
    private static final DeviceId CAM = new DeviceId("demo", "cam");

    private final Set<DeviceId> watched = new HashSet<>();
    private final List<RepairWish.Watched> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final AudienceReports reports = new AudienceReports("one", () -> watched, told::add, () -> now);

    @AfterEach
    void close() {
        reports.close();
    }

    private void passes(int seconds) {
        for (int second = 0; second < seconds; second++) {
            reports.look();
            now = now.plusSeconds(1);
        }
    }

    @Test
    void aWatchedDeviceIsToldAtOnceAndAgainWellBeforeItsLeaseEnds() {
        watched.add(CAM);

        passes(60);

        assertThat(told)
                .extracting(word -> Instant.ofEpochMilli(word.untilMillis()))
                .containsExactly(
                        Instant.parse("2026-11-21T12:01:00Z"),
                        Instant.parse("2026-11-21T12:01:20Z"),
                        Instant.parse("2026-11-21T12:01:40Z"));
        assertThat(told).extracting(RepairWish.Watched::device).containsOnly(CAM);
    }

    @Test
    void viewersThatComeAndGoCostNoMoreRecordsThanOneThatStays() {
        for (int second = 0; second < 60; second++) {
            watched.add(CAM);
            passes(1);
            watched.remove(CAM);
            reports.look();
        }

        assertThat(told).hasSize(3);
    }

    @Test
    void nothingIsToldOfADeviceThatNobodyWatchesAnyMore() {
        watched.add(CAM);
        passes(5);
        watched.remove(CAM);

        passes(120);

        assertThat(told).hasSize(1);
    }

    @Test
    void manyDevicesAtOnceAreToldInPieces() {
        for (int i = 0; i < 1_200; i++) {
            watched.add(new DeviceId("demo", "cam" + i));
        }

        reports.look();
        assertThat(told).hasSize(AudienceReports.MAX_AT_ONCE);
        now = now.plus(Duration.ofSeconds(1));
        passes(2);

        assertThat(told)
                .extracting(RepairWish.Watched::device)
                .doesNotHaveDuplicates()
                .hasSize(1_200);
    }
}
