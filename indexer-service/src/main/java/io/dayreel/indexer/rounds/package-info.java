/** Work that this service does again and again by itself. */
package io.dayreel.indexer.rounds;
