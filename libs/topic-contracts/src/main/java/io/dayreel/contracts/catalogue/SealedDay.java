package io.dayreel.contracts.catalogue;

import java.time.Instant;

/**
 * The newest manifest of a day.
 *
 * @param manifest number of the manifest, from 0
 * @param hash SHA-256 of its file, 64 hexadecimal digits
 * @param segments number of segments in it; the day may have others that came later
 */
public record SealedDay(int manifest, String hash, long segments, Instant at) {}
