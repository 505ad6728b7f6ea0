/** The writer in its application: configuration, health, metrics, start and stop. */
package io.dayreel.writer.wiring;
