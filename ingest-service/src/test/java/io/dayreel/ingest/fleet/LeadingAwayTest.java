package io.dayreel.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.stream.DeviceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeadingAwayTest {
    private final List<DeviceId> led = new ArrayList<>();
    private final Set<DeviceId> arrived = ConcurrentHashMap.newKeySet();

    @Test
    void aDeviceIsLedWhenAnotherHasArrived() {
        List<Integer> onTheWay = new ArrayList<>();
        LeadingAway leading = new LeadingAway(
                device -> {
                    led.add(device);
                    onTheWay.add(led.size() - arrived.size());
                    if (led.size() - arrived.size() == 8) {
                        arrived.add(led.get(arrived.size()));
                    }
                },
                arrived::contains);

        leading.all(devices(60), Duration.ofMinutes(1));

        assertThat(led).containsExactlyInAnyOrderElementsOf(devices(60));
        assertThat(onTheWay).allSatisfy(number -> assertThat(number).isLessThanOrEqualTo(8));
    }

    @Test
    void ofManyATwentiethIsOnItsWay() {
        LeadingAway leading = new LeadingAway(led::add, device -> led.indexOf(device) < led.size() - 49);

        leading.all(devices(1000), Duration.ofMinutes(1));

        assertThat(led).hasSize(1000);
    }

    @Test
    void whoDoesNotArriveHoldsNobodyBackForLong() {
        LeadingAway leading = new LeadingAway(led::add, device -> false);

        leading.all(devices(40), Duration.ofMillis(50));

        assertThat(led).containsExactlyInAnyOrderElementsOf(devices(40));
    }

    private static List<DeviceId> devices(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> new DeviceId("acme", "cam-" + i))
                .toList();
    }
}
