package io.dayreel.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import org.junit.jupiter.api.Test;

class DevicePartitionerTest {
    private static final DeviceId DEVICE = new DeviceId("demo", "front-door");

    @Test
    void aDeviceKeepsItsPartitionWhateverTheKeyGoesOnWith() {
        int partition = DevicePartitioner.partition(DEVICE, 16);

        assertThat(DevicePartitioner.partition("demo/front-door", 16)).isEqualTo(partition);
        assertThat(DevicePartitioner.partition("demo/front-door/2026-11-21/15000-0", 16))
                .isEqualTo(partition);
        assertThat(DevicePartitioner.partition(DEVICE.on(Day.parse("2026-11-22")), 16))
                .isEqualTo(partition);
    }

    @Test
    void thePartitionsOfKnownDevicesNeverChange() {
        assertThat(DevicePartitioner.partition(DEVICE, 16)).isEqualTo(PINNED_16);
        assertThat(DevicePartitioner.partition(new DeviceId("acme", "cam-17"), 200))
                .isEqualTo(PINNED_200);
    }

    // Computed with an independent murmur2, so that a change of the rule cannot go unnoticed.
    private static final int PINNED_16 = 15;
    private static final int PINNED_200 = 112;
}
