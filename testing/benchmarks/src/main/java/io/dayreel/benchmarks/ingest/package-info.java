/** Durable ingest, measured side by side. */
package io.dayreel.benchmarks.ingest;
