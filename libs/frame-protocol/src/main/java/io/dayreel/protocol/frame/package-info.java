/** The binary frame message (protocol.md, "Frame message"): layout, types, encoding, and reading in place. */
package io.dayreel.protocol.frame;
