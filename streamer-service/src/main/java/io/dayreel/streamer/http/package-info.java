/** HTTP routes for standard players. */
package io.dayreel.streamer.http;
