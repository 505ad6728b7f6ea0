/** Announces again what object storage holds and the catalogue does not know (F4). */
package io.dayreel.indexer.reindex;
