/** Decides which devices move where, so that instances can stop when load falls. Pure: no Kafka, no clock, no chance. */
package io.dayreel.ingest.compaction;
