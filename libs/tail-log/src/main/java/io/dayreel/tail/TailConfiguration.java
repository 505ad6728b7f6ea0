package io.dayreel.tail;

/**
 * A codec configuration seen in the tail.
 *
 * @param counter of the first frame that was seen to bring it
 * @param codecCode the frame's codec byte
 * @param body the configuration frame's body; shared, not to be changed
 */
public record TailConfiguration(int run, int track, int number, long counter, int codecCode, byte[] body) {}
