package io.dayreel.queries;

import java.net.URI;

/** Where the state of a key is at this moment. */
public sealed interface Owner {
    /** In a store of this instance: query it. */
    record Here() implements Owner {}

    /** At a peer: forward the call to this base address. */
    record There(URI address) implements Owner {}

    /** Nobody holds it just now (starting or rebalancing): try again shortly. */
    record Nowhere() implements Owner {}
}
