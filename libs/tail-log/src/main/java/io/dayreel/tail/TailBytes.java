package io.dayreel.tail;

/** Whole frames in place, from {@code from} up to {@code to} of a shared array that must not be changed. */
public record TailBytes(byte[] array, int from, int to) {}
