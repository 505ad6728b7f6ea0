package io.dayreel.ingest.kept;

import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.check.GoneFrame;
import io.dayreel.ingest.kept.KeptFrames.KeptDays;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Sees to it that no device declares gone what was acknowledged. What the installation holds is asked of sync and the
 * indexer; while they do not answer, the device is believed: sync counts no frame as lost that was received.
 */
public final class GoneDeclarations {
    /** Code of the error that a device is told. */
    public static final String REFUSED = "gone-acknowledged";

    private final KeptFrames kept;

    public GoneDeclarations(KeptFrames kept) {
        this.kept = kept;
    }

    /**
     * Which frames of a message must not be taken, since they declare frames gone that the installation holds. Never
     * fails; answers on whichever thread hears the last answer.
     */
    public CompletableFuture<List<GoneFrame>> refused(DeviceId device, CheckedMessage message) {
        if (message.gone().isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Set<Day> days =
                message.gone().stream().map(frame -> frame.frames().day()).collect(Collectors.toSet());
        return kept.of(device, days).thenApply(held -> message.gone().stream()
                .filter(frame -> overlaps(frame, held))
                .toList());
    }

    private static boolean overlaps(GoneFrame frame, KeptDays held) {
        Day day = frame.frames().day();
        int run = frame.frames().run();
        CounterRanges gone = frame.frames().ranges();
        return !gone.intersection(held.received(day, run)).isEmpty()
                || !gone.intersection(held.archived(day, run)).isEmpty();
    }

    /** What a device is told about such a frame. */
    public static String detail(GoneFrame frame) {
        return "frame " + frame.counter() + " declares frames of "
                + frame.frames().day() + "/"
                + frame.frames().run()
                + " gone that were acknowledged: it was not taken, and need not be sent again";
    }
}
