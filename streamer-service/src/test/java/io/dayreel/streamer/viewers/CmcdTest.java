package io.dayreel.streamer.viewers;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.Covers;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CmcdTest {
    @Covers("C7")
    @Test
    void whatAPlayerSaysInTheQueryIsUnderstood() {
        String query = "_HLS_msn=5&CMCD=bl%3D2100%2Cbs%2Cmtp%3D25400%2Csid%3D%22abc-1%22&x=1";

        Cmcd said = Cmcd.of(Cmcd.inQuery(query).orElseThrow());

        assertThat(said.isStarved()).isTrue();
        assertThat(said.bufferMillis()).hasValue(2_100);
        assertThat(said.throughputKilobits()).hasValue(25_400);
        assertThat(said.session()).contains("abc-1");
    }

    @Test
    void headersCountLikeTheQuery() {
        Cmcd said = Cmcd.of(null, "bl=300", null, "bs", "sid=\"s\"");

        assertThat(said.isStarved()).isTrue();
        assertThat(said.bufferMillis()).hasValue(300);
        assertThat(said.session()).contains("s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",,,", "bl=,mtp=x,sid=", "bl=-5", "bs=false", "=", "%%%"})
    void whatIsMalformedIsPassedOver(String text) {
        Cmcd said = Cmcd.of(text);

        assertThat(said.isStarved()).isFalse();
        assertThat(said.bufferMillis()).isEmpty();
        assertThat(said.session()).isEmpty();
    }

    @Test
    void aBrokenEscapeInTheQueryIsPassedOver() {
        assertThat(Cmcd.inQuery("CMCD=%zz")).isEmpty();
    }

    @Covers("C7")
    @Test
    void whoAsksForNothingForHalfAMinuteIsGone() {
        AtomicLong nanos = new AtomicLong();
        ViewerSessions sessions = new ViewerSessions(nanos::get);
        sessions.seen("a");
        nanos.set(20_000_000_000L);
        sessions.seen("b");

        nanos.set(31_000_000_000L);

        assertThat(sessions.count()).isEqualTo(1);
    }
}
