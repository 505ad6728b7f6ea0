package io.dayreel.ingest.kept;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.catalogue.DaySegments;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.ingest.kept.KeptFrames.DayQuestion;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeptFramesTest {
    private static final DeviceId DEVICE = new DeviceId("acme", "porch");
    private static final Day DAY = Day.parse("2026-11-22");

    @Test
    void bothServicesAnswerOrItIsNoAnswer() {
        assertThat(isAnswered(this::nothingKnown, this::nothingKnown)).isTrue();
        assertThat(isAnswered(this::silent, this::nothingKnown)).isFalse();
        assertThat(isAnswered(this::nothingKnown, this::silent)).isFalse();
    }

    private static boolean isAnswered(DayQuestion<ReceivedDay> sync, DayQuestion<DaySegments> indexer) {
        return new KeptFrames(sync, indexer).isAnswered(DEVICE, DAY).join();
    }

    private <T> CompletableFuture<Optional<T>> nothingKnown(DeviceId device, Day day) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private <T> CompletableFuture<Optional<T>> silent(DeviceId device, Day day) {
        return CompletableFuture.failedFuture(new IOException("refused"));
    }
}
