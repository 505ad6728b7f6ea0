/** Events as soon as ingest saw them. */
package io.dayreel.contracts.events;
