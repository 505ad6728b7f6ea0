package io.dayreel.sync.devices;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.sync.repair.Ask;
import io.dayreel.sync.repair.Wish;
import java.util.List;
import java.util.Optional;

/**
 * A device as it is stored.
 *
 * @param days at most {@link TrackedDevice#MAX_DAYS}, oldest first
 * @param ask what it was asked for and has not yet sent
 * @param fruitless requests in a row that brought nothing
 * @param nextAskMillis before this it is not asked again
 * @param wishes what operators want of it; null in what earlier versions stored
 */
public record DeviceState(
        DeviceId device,
        Link link,
        List<DayState> days,
        Optional<Ask> ask,
        int fruitless,
        long nextAskMillis,
        List<Wish> wishes) {
    public DeviceState {
        days = List.copyOf(days);
        wishes = wishes == null ? List.of() : List.copyOf(wishes);
    }
}
