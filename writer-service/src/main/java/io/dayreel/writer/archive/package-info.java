/** Stores closed segments, one PUT each. */
package io.dayreel.writer.archive;
