package io.dayreel.broker;

import java.util.Map;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/**
 * Keeps the broker to warnings. At INFO it writes hundreds of lines at every start and stop. A category whose level the
 * application has set keeps that level.
 */
final class BrokerLogging {
    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.WARNING,
            "org.apache.kafka", Level.WARNING,
            "state.change.logger", Level.WARNING,
            // Warns at every start that it becomes active, which a single controller always does.
            "org.apache.kafka.controller.QuorumController", Level.SEVERE);

    private BrokerLogging() {}

    static void quieten() {
        LEVELS.forEach((category, level) -> {
            Logger logger = LogContext.getLogContext().getLogger(category);
            if (logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }
}
