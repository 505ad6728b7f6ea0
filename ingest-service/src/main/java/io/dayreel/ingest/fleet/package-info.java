/** This instance among those of its installation: what it says of itself, what it is told, and the one that plans. */
package io.dayreel.ingest.fleet;
