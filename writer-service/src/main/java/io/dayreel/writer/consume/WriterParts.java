package io.dayreel.writer.consume;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.writer.archive.SegmentArchive;
import io.dayreel.writer.coverage.CoverageReports;
import io.dayreel.writer.coverage.PartitionCoverage;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.spool.PartitionSpools;
import io.dayreel.writer.spool.SpoolDirectory;
import io.dayreel.writer.spool.SpoolLimits;
import io.dayreel.writer.spool.SpooledSegment;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * What the partitions of one session share.
 *
 * @param directory the spool
 * @param coverage producer for reports of coverage
 */
record WriterParts(
        WriterSettings settings,
        SpoolLimits limits,
        TopicNames names,
        SpoolDirectory directory,
        SegmentArchive archive,
        Measuring measuring,
        Producer<String, byte[]> coverage) {

    /** Time and figures. */
    record Measuring(InstantSource clock, WriterFigures figures) {}

    InstantSource clock() {
        return measuring.clock;
    }

    WriterFigures figures() {
        return measuring.figures;
    }

    CoverageReports coverageReports(PartitionCoverage seen) {
        return new CoverageReports(
                seen, coverage, names.of(Topic.COVERAGE), settings.pace().coverage(), figures());
    }

    PartitionSpools.Surroundings spoolSurroundings(Consumer<SpooledSegment> closed) {
        return new PartitionSpools.Surroundings(
                directory, limits, figures(), clock(), closed, archive.earlierConfigurations());
    }
}
