/** Announced segments: which frames they hold, and reading those by ranged GETs. */
package io.dayreel.streamer.archive;
