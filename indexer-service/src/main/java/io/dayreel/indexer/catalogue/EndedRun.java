package io.dayreel.indexer.catalogue;

/**
 * A run whose end is announced and whose event is not.
 *
 * @param sinceMillis when its end was announced, ms since 1970-01-01
 * @param news false if a reindex found the end: its event is listed and not announced again
 */
public record EndedRun(long sinceMillis, boolean news) {}
