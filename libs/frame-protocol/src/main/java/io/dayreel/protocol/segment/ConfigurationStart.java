package io.dayreel.protocol.segment;

/**
 * From where on a configuration is used in a segment.
 *
 * @param run 0–65535
 * @param track 0–255
 * @param typeCode the type byte of the frames that name it, also of unknown types
 * @param number as the frames name it
 * @param firstCounter the lowest counter, in that run, of a frame of that track and type in the segment that names it
 */
public record ConfigurationStart(int run, int track, int typeCode, int number, long firstCounter) {}
