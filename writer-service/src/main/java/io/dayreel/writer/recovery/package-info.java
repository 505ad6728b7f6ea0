/** Finds the place in the log of a partition that was just assigned. */
package io.dayreel.writer.recovery;
