/** Deletes whole segments that are too old or too many, each announced before its object goes (F2). */
package io.dayreel.indexer.retention;
