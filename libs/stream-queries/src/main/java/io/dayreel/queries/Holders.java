package io.dayreel.queries;

import java.net.URI;
import java.util.List;

/**
 * Who can answer for a key at this moment, best first: the owner, then its standbys, whose state may lag behind.
 *
 * @param here whether this instance is the owner
 * @param elsewhere base addresses of the owner, unless it is this instance, and of the standbys
 */
public record Holders(boolean here, List<URI> elsewhere) {
    public Holders {
        elsewhere = List.copyOf(elsewhere);
    }

    /** Nobody holds the key: the group is starting or rebalancing. */
    public static Holders nobody() {
        return new Holders(false, List.of());
    }
}
