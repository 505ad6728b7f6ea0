/** Builds segments on disk from consumed records. */
package io.dayreel.writer.spool;
