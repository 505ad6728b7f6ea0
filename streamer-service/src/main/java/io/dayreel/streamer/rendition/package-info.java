/** What standard players get: renditions, and the addresses of their media. */
package io.dayreel.streamer.rendition;
