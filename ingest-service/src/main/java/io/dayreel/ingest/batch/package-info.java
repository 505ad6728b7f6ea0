/** Batches of frames that do not come over a WebSocket. */
package io.dayreel.ingest.batch;
