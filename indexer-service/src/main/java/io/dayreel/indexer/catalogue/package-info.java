/** What the stores hold and what is computed from it: days, timelines, events. Plain values. */
package io.dayreel.indexer.catalogue;
