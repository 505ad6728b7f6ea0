package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.systemtests.cloud.Launch;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.images.ImageLaunch;
import io.dayreel.systemtests.images.NoImagesHereException;
import io.dayreel.systemtests.upgrade.UpgradeRun;
import io.dayreel.systemtests.upgrade.UpgradeStep;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 200 devices of 100 kbit/s send and 50 viewers watch, while every instance of every service is replaced, one after the
 * other, as a new version is brought in; and while instances are killed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class RollingUpgradeST {
    private static final Duration STALL_OF_A_DRAIN = Duration.ofSeconds(2);
    private static final Duration STALL_OF_A_KILL = Duration.ofSeconds(10);

    private static final long MEMORY = 768L << 20;

    private UpgradeRun run;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Service.requireBuilt();
        run = UpgradeRun.start(directory, launch(directory), 200, 50);
    }

    private static Launch launch(Path directory) throws IOException {
        try {
            return ImageLaunch.here(directory.resolve("images"), MEMORY);
        } catch (NoImagesHereException e) {
            System.err.println("WARNING: UPGRADES ARE TESTED WITHOUT THE IMAGES: " + e.getMessage());
            return Launch.jars();
        }
    }

    @AfterAll
    void stop() throws Exception {
        AfterTests.close(run);
    }

    @Covers({"B2", "B11"})
    @Order(1)
    @ParameterizedTest
    @EnumSource(Service.class)
    void nobodyWaitsLongerThanTwoSecondsWhileAServiceIsUpgraded(Service service) throws Exception {
        List<UpgradeStep> steps = run.upgrade(service);

        assertThat(steps).allSatisfy(step -> assertThat(step.longestWait()).isLessThan(STALL_OF_A_DRAIN));
    }

    @Order(2)
    @ParameterizedTest
    @EnumSource(
            value = Service.class,
            names = {"INGEST", "STREAMER"})
    void nobodyWaitsLongerThanTenSecondsWhenAnInstanceIsKilled(Service service) throws Exception {
        UpgradeStep step = run.kill(service, 0);

        assertThat(step.longestWait()).isLessThan(STALL_OF_A_KILL);
    }

    @Covers("A5")
    @Order(3)
    @Test
    void everythingThatWasAcknowledgedIsThere() throws Exception {
        run.finish();
    }
}
