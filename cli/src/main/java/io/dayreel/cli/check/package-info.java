/** {@code dayreel inspect} and {@code dayreel verify}: what files of frames and segments hold, and whether they are whole. */
package io.dayreel.cli.check;
