package io.dayreel.writer.coverage;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.coverage.CoverageRecord.Ranges;
import io.dayreel.contracts.coverage.CoverageRecord.Watermark;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Divides the report of one stream into records that Kafka takes. One that it never took would hold the watermark and
 * the committed offset of the whole partition for ever, and a device that leaves out every other frame can make one.
 * Counted in units of the JSON of one range of counters. Not thread-safe.
 */
final class ReportPieces {
    /** A unit has 24 bytes at most: half of the 1 MiB that a record has in a topic with Kafka's own limit. */
    private static final int MAX_UNITS = 20_000;

    /** A run's or declaration's fields, their reason of at most 200 escaped characters with them. */
    private static final int FIELDS_UNITS = 75;

    private final StreamCoverage stream;
    private final Watermark watermark;
    private final List<Ranges> pieces = new ArrayList<>();
    private List<CoveredRun> runs = new ArrayList<>();
    private List<GoneFrames> gone = new ArrayList<>();
    private int units;

    private ReportPieces(StreamCoverage stream, Watermark watermark) {
        this.stream = stream;
        this.watermark = watermark;
    }

    /** @param watermark that holds once all pieces are reported */
    static List<Ranges> of(StreamCoverage stream, Watermark watermark) {
        ReportPieces report = new ReportPieces(stream, watermark);
        stream.coveredRuns().forEach(report::add);
        stream.gone().forEach(report::add);
        report.endPiece();
        return report.pieces;
    }

    private void add(CoveredRun run) {
        int ranges = run.ranges().rangeCount();
        int from = 0;
        do {
            makeRoom(FIELDS_UNITS + 1);
            int to = Math.min(ranges, from + MAX_UNITS - units - FIELDS_UNITS);
            runs.add(part(run, from, to));
            units += FIELDS_UNITS + to - from;
            from = to;
        } while (from < ranges);
    }

    /** A part of a run's ranges; the numbers of frames and bytes, and the end, are told once. */
    private static CoveredRun part(CoveredRun run, int from, int to) {
        CounterRanges part = new CounterRanges();
        for (CounterRange range : run.ranges().ranges().subList(from, to)) {
            part.add(range.first(), range.last());
        }
        boolean first = from == 0;
        return new CoveredRun(
                run.run(),
                part,
                run.firstTimeMicros(),
                run.lastTimeMicros(),
                first ? run.frames() : 0,
                first ? run.bytes() : 0,
                first ? run.end() : Optional.empty());
    }

    private void add(GoneFrames declared) {
        int needed = FIELDS_UNITS + declared.ranges().rangeCount();
        makeRoom(needed);
        gone.add(declared);
        units += needed;
    }

    private void makeRoom(int needed) {
        if (units > 0 && units + needed > MAX_UNITS) {
            endPiece();
        }
    }

    private void endPiece() {
        long conflicts = pieces.isEmpty() ? stream.conflicts() : 0;
        pieces.add(new CoverageRecord.Ranges(
                stream.stream(), runs, conflicts, watermark.partition(), watermark.nextOffset(), gone));
        runs = new ArrayList<>();
        gone = new ArrayList<>();
        units = 0;
    }
}
