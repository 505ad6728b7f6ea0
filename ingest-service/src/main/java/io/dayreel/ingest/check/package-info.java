/** Checks what devices send: headers, checksums, days. */
package io.dayreel.ingest.check;
