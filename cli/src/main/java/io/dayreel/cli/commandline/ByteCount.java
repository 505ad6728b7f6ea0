package io.dayreel.cli.commandline;

/** A size. @param bytes at least 0 */
public record ByteCount(long bytes) {}
