/**
 * Pipes: {@code dayreel write} sends any bytes into a channel, {@code dayreel read} gives them out elsewhere, exact to
 * the last byte. A channel is a device; what one {@code write} sends is a run of data frames whose end is the end of
 * the output.
 */
package io.dayreel.cli.pipe;
