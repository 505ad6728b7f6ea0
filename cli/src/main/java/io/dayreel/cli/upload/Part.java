package io.dayreel.cli.upload;

import java.nio.file.Path;

/**
 * A part of a video on disk.
 *
 * @param number from 1
 * @param file its bytes
 * @param bytes how many
 * @param sha256 of them, 32 bytes
 * @param temporary whether the file goes when it has been sent
 */
record Part(int number, Path file, long bytes, byte[] sha256, String mediaType, boolean temporary) {}
