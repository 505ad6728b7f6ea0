/** The Streams topology: announcements, events and presence in, the catalogue's stores out. */
package io.dayreel.indexer.topology;
