/** Which device is connected where, and what happens when it connects twice. */
package io.dayreel.ingest.presence;
