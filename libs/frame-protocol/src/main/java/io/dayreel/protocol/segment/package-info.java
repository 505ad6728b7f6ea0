/**
 * The segment object (docs/reference/protocol.md, "Segment object"): writing it while it is filled, reading it at any
 * place, its key-frame table, and reading it without its footer.
 */
package io.dayreel.protocol.segment;
