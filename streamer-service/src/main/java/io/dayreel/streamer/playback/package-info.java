/** One viewer's playback: where it is, how fast it goes, what it is sent (point by point in control-messages.md). */
package io.dayreel.streamer.playback;
