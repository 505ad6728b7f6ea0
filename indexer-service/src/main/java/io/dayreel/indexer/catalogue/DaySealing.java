package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.segments.SegmentRecord;
import java.util.Optional;

/**
 * What is known of a day's sealing.
 *
 * @param completeness as sync-service said last
 * @param sealed the announced manifest with the highest number
 */
public record DaySealing(Optional<CompletenessRecord> completeness, Optional<SegmentRecord.Sealed> sealed) {
    public static final DaySealing NOTHING = new DaySealing(Optional.empty(), Optional.empty());

    public DaySealing with(CompletenessRecord newest) {
        return new DaySealing(Optional.of(newest), sealed);
    }

    /** With an announced manifest, unless a later one is known. */
    public DaySealing with(SegmentRecord.Sealed announced) {
        boolean newer = sealed.isEmpty() || sealed.get().number() <= announced.number();
        return newer ? new DaySealing(completeness, Optional.of(announced)) : this;
    }

    public boolean is(State state) {
        return completeness.filter(known -> known.state() == state).isPresent();
    }
}
