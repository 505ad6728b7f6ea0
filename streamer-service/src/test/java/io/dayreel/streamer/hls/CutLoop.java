package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts as instances do, with a log between the decision and the list. */
final class CutLoop {
    static final DeviceId DEVICE = new DeviceId("demo", "cam");

    private final LiveRendition rendition;
    private final List<CutFrame> waiting = new ArrayList<>();
    private final List<CutRecord.Part> log = new ArrayList<>();

    CutLoop(String name, long partMicros) {
        rendition = new LiveRendition(new CutRecord.StartedRendition(name, partMicros, 100, List.of()));
    }

    LiveRendition rendition() {
        return rendition;
    }

    List<CutRecord.Part> log() {
        return log;
    }

    /** A decision about the frames that are not cut yet. */
    interface Decision {
        Optional<Cut> next(CutPlace place, List<CutFrame> frames);
    }

    /** Gives the cutter a frame and lists what it cuts. */
    void feed(CutFrame frame, Decision decision) {
        waiting.add(frame);
        cut(decision);
    }

    /** Lists what can be cut now. */
    void cut(Decision decision) {
        Optional<Cut> cut = decision.next(CutPlace.of(rendition), waiting);
        while (cut.isPresent()) {
            CutRecord.Part part = part(cut.get());
            if (!rendition.add(part)) {
                throw new AssertionError("a cut that has no place: " + cut.get() + " behind " + log);
            }
            log.add(part);
            CutPlace place = CutPlace.of(rendition);
            waiting.removeIf(each -> !place.isBefore(each));
            cut = decision.next(place, waiting);
        }
    }

    private CutRecord.Part part(Cut cut) {
        return new CutRecord.Part(
                DEVICE,
                1,
                0,
                "here",
                rendition.rendition().toString(),
                cut.msn(),
                cut.part(),
                cut.closes(),
                cut.independent(),
                cut.span("0123abcd", new CounterRanges()));
    }
}
