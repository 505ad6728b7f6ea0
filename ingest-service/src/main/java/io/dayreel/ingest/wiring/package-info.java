/** Where the framework meets the parts of ingest. */
package io.dayreel.ingest.wiring;
