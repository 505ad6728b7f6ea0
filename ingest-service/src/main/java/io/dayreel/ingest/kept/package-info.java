/** What of a device's frames the installation already holds. */
package io.dayreel.ingest.kept;
