package io.dayreel.runtime.log;

import org.jboss.logging.Logger;

/**
 * Logs events: a stable name in kebab-case and keys with values, so that logs can be searched without parsing sentences.
 * Never called per frame. Thread-safe.
 *
 * <pre>
 * private static final LogEvents LOG = LogEvents.of(DeviceSession.class);
 * LOG.info("device-connected", "device", device, "session", session);
 * </pre>
 */
public final class LogEvents {
    private final Logger logger;

    private LogEvents(Logger logger) {
        this.logger = logger;
    }

    public static LogEvents of(Class<?> owner) {
        return new LogEvents(Logger.getLogger(owner));
    }

    /** @param keysAndValues alternating */
    public void debug(String event, Object... keysAndValues) {
        if (logger.isDebugEnabled()) {
            logger.debug(line(event, keysAndValues));
        }
    }

    /** @param keysAndValues alternating */
    public void info(String event, Object... keysAndValues) {
        logger.info(line(event, keysAndValues));
    }

    /** The world or a caller misbehaved; the service goes on. @param keysAndValues alternating */
    public void warn(String event, Object... keysAndValues) {
        logger.warn(line(event, keysAndValues));
    }

    /** As {@link #warn}, with the cause's stack trace. */
    public void warn(String event, Throwable cause, Object... keysAndValues) {
        logger.warn(line(event, keysAndValues), cause);
    }

    /** Our own fault, with the stack trace. @param keysAndValues alternating */
    public void error(String event, Throwable cause, Object... keysAndValues) {
        logger.error(line(event, keysAndValues), cause);
    }

    static String line(String event, Object... keysAndValues) {
        StringBuilder line = new StringBuilder(event);
        for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            String value = String.valueOf(keysAndValues[i + 1]);
            line.append(' ').append(keysAndValues[i]).append('=');
            if (value.indexOf(' ') >= 0 || value.isEmpty()) {
                line.append('"').append(value.replace("\"", "'")).append('"');
            } else {
                line.append(value);
            }
        }
        return line.toString().replace('\n', ' ').replace('\r', ' ');
    }
}
