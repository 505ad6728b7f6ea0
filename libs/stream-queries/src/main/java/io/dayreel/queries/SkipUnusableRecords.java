package io.dayreel.queries;

import java.lang.System.Logger.Level;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Leaves out a record whose content a processor cannot use, with a log line: a thread that stopped for it would read it
 * again for ever. What Kafka Streams itself reports (stores, changelogs) still stops the thread, since going on would
 * lose a record that is good.
 */
public final class SkipUnusableRecords implements ProcessingExceptionHandler {
    private static final System.Logger LOG = System.getLogger(SkipUnusableRecords.class.getName());

    @Override
    public ProcessingHandlerResponse handle(ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
        if (failure instanceof KafkaException) {
            return ProcessingHandlerResponse.FAIL;
        }
        LOG.log(
                Level.WARNING,
                "control-record-unusable topic=" + context.topic() + " at=" + context.partition() + ":"
                        + context.offset() + " reason=\"" + failure + "\"");
        return ProcessingHandlerResponse.CONTINUE;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Nothing to configure.
    }
}
