package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.systemtests.checker.Verdict;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.faults.FaultKind;
import io.dayreel.systemtests.faults.FaultRun;
import io.dayreel.systemtests.faults.RoundResult;
import io.dayreel.testkit.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The short fault suite: one fault of each kind, always the same, while two devices record; after each, and at the end,
 * the checker reads everything back (I1, I2, I3). The long one is {@code testing/system-tests/faults}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultSuiteST {
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private FaultRun run;

    @BeforeAll
    void start(@TempDir Path directory) {
        run = FaultRun.start(
                directory,
                Map.of(Service.INGEST, 1, Service.WRITER, 2, Service.INDEXER, 1, Service.STREAMER, 1, Service.SYNC, 1),
                LONGEST);
    }

    @AfterAll
    void stop() {
        if (run != null) {
            run.close();
        }
    }

    @Order(1)
    @Covers("C10")
    @ParameterizedTest
    @CsvSource({"KILL, 2", "ZOMBIE, 1", "NETWORK, 17", "STORE, 5", "DISK, 5", "CLOCK, 6"})
    void everyAcknowledgedFrameIsThereOnceAfter(FaultKind kind, long seed) throws InterruptedException {
        RoundResult result = run.round(seed, EnumSet.of(kind));

        System.out.println(result.line());

        assertThat(result.problems()).as(result.line()).isEmpty();
    }

    @Order(2)
    @Covers({"C10", "F3"})
    @Test
    void theWholeRecordingIsThereOnceInTheTimelineAndInAnnouncedSegments() throws InterruptedException {
        Verdict verdict = run.finish();

        System.out.println("in the end: " + verdict + ", " + run.stored());

        assertThat(verdict.problems()).isEmpty();
    }
}
