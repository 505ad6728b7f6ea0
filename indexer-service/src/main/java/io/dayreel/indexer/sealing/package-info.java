/** Seals days: a signed manifest beside the segments, a new one when late frames came (F1). */
package io.dayreel.indexer.sealing;
