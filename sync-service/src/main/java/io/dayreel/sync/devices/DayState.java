package io.dayreel.sync.devices;

import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.protocol.stream.Day;
import io.dayreel.sync.received.Totals;

/**
 * What is kept of one day beside its receipts.
 *
 * @param openedMillis when the day was first heard of
 * @param changedMillis when something of it last came or went
 * @param revision of the last record in {@code completeness}; 0 before the first
 */
public record DayState(
        Day day,
        State state,
        Totals totals,
        long openedMillis,
        long changedMillis,
        long revision,
        long publishedMillis) {}
