package io.dayreel.sync.completing;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.completeness.CompletenessRecord;

/** Where decisions go. */
public interface Outlet {
    /** To the instance that holds the device's connection. */
    void command(DeviceCommand command);

    /** To whoever wants to know how complete a day is. */
    void completeness(CompletenessRecord completeness);
}
