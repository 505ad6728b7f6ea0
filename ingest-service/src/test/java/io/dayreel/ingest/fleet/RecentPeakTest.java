package io.dayreel.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentPeakTest {
    private final RecentPeak peak = new RecentPeak(Duration.ofMillis(100));

    @Test
    void nothingIsKnownBeforeAWholeWindowWasSeen() {
        peak.saw(0, 1);
        peak.saw(60, 2);

        assertThat(peak.at(99)).isInfinite();
        assertThat(peak.at(100)).isEqualTo(2);
        assertThat(peak.at(160)).isZero();
    }

    @Test
    void whatWasForgottenHasToBeSeenAgain() {
        peak.saw(0, 1);
        assertThat(peak.at(100)).isZero();

        peak.forget();
        peak.saw(110, 1);

        assertThat(peak.at(150)).isInfinite();
    }
}
