package io.dayreel.streamer.archive;

import io.dayreel.contracts.catalogue.DayEntry;
import io.dayreel.contracts.catalogue.DaySegments;
import io.dayreel.contracts.catalogue.DeviceEntry;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.peers.PeerClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the indexer over HTTP. */
public final class IndexerDirectory implements SegmentDirectory {
    private static final int PAGE = 1000;
    private static final int MAX_PAGES = 100;

    private final PeerClient peers;
    private final URI indexer;
    private final Duration timeout;

    record DaysPage(List<DayEntry> days, Optional<String> next) {}

    public IndexerDirectory(PeerClient peers, URI indexer, Duration timeout) {
        this.peers = peers;
        this.indexer = indexer;
        this.timeout = timeout;
    }

    @Override
    public List<Announced> segments(StreamId stream) {
        String path = device(stream.deviceId()) + "/days/" + stream.day() + "/segments";
        return ask(path, stream.deviceId(), DaySegments.class)
                .map(DaySegments::segments)
                .orElse(List.of());
    }

    @Override
    public List<Day> days(DeviceId device) {
        List<Day> days = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            Optional<DaysPage> answer = ask(device(device) + "/days?limit=" + PAGE + cursor, device, DaysPage.class);
            answer.ifPresent(found -> found.days().forEach(entry -> days.add(entry.day())));
            Optional<String> next = answer.flatMap(DaysPage::next);
            if (next.isEmpty()) {
                return days;
            }
            cursor = "&cursor=" + next.get();
        }
        return days;
    }

    @Override
    public boolean isKnown(DeviceId device) {
        return ask(device(device), device, DeviceEntry.class).isPresent();
    }

    private static String device(DeviceId device) {
        return "/v1/devices/" + device.device();
    }

    private <T> Optional<T> ask(String path, DeviceId device, Class<T> type) {
        try {
            return peers.await(indexer.resolve(path), device.tenant(), type, timeout);
        } catch (IOException | JsonFormatException e) {
            throw new ArchiveUnavailableException("the indexer did not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ArchiveUnavailableException("interrupted while asking the indexer", e);
        }
    }
}
