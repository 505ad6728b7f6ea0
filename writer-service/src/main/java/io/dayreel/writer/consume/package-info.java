/** The poll loop: partitions come and go, pause and resume, and everything else is driven from here. */
package io.dayreel.writer.consume;
