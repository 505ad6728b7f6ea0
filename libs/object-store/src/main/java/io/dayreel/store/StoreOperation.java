package io.dayreel.store;

import java.util.Locale;

/** What a store was asked to do, as counted. */
public enum StoreOperation {
    PUT,
    CREATE_IF_ABSENT,
    REPLACE_IF_MATCH,
    GET,
    HEAD,
    LIST,
    DELETE,
    PROBE;

    /** Lower case with hyphens: the value of a metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
