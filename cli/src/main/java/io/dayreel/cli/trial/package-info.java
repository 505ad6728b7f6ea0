/** What goes wrong on purpose, for trials: the same seed meets the same frames and packets with the same fate. */
package io.dayreel.cli.trial;
