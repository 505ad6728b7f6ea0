package io.dayreel.cli;

/** A size. @param bytes at least 0 */
public record ByteCount(long bytes) {}
