package io.dayreel.queries;

import java.net.URI;
import java.util.List;

/**
 * Who can answer for a key at this moment, best first: the owner, then its standbys, whose state may lag behind.
 *
 * @param here what this instance is to the key
 * @param elsewhere base addresses of the owner, unless it is this instance, and of the other standbys
 */
public record Holders(Share here, List<URI> elsewhere) {
    public Holders {
        elsewhere = List.copyOf(elsewhere);
    }

    /** What an instance is to a key. */
    public enum Share {
        /** Its state is the truth. */
        OWNER,
        /** It will be the truth once it is restored or moved here; until then something may lack. */
        OWNER_RESTORING,
        /** A copy that may lag behind. */
        STANDBY,
        NONE
    }

    /** Nobody holds the key: the group is starting or rebalancing. */
    public static Holders nobody() {
        return new Holders(Share.NONE, List.of());
    }
}
