/** Hands messages to Kafka, within a budget of bytes that are not yet confirmed. */
package io.dayreel.ingest.produce;
