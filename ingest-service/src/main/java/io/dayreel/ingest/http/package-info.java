/** Frames by HTTP. */
package io.dayreel.ingest.http;
