package io.dayreel.indexer.rest;

import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.ProblemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A range of capture times as a caller gives it, both ends included.
 *
 * @param fromMicros µs since 1970-01-01; 0 if not given
 * @param toMicros µs since 1970-01-01; {@link Long#MAX_VALUE} if not given
 */
record TimeRange(long fromMicros, long toMicros) {

    /** @throws ProblemException 400 for a malformed time or a range that ends before it begins */
    static TimeRange parse(String from, String to) {
        long fromMicros =
                Parameters.instant("from", from).map(TimeRange::micros).orElse(0L);
        long toMicros = Parameters.instant("to", to).map(TimeRange::micros).orElse(Long.MAX_VALUE);
        if (toMicros < fromMicros) {
            throw ProblemException.badParameter("to", "the range ends before it begins: " + from + " to " + to);
        }
        return new TimeRange(fromMicros, toMicros);
    }

    boolean contains(long micros) {
        return micros >= fromMicros && micros <= toMicros;
    }

    /** As a query string for a peer, empty if unbounded. */
    String query() {
        StringBuilder query = new StringBuilder();
        if (fromMicros > 0) {
            query.append("&from=").append(instant(fromMicros));
        }
        if (toMicros < Long.MAX_VALUE) {
            query.append("&to=").append(instant(toMicros));
        }
        return query.isEmpty() ? "" : "?" + query.substring(1);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
