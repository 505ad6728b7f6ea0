/** Notices frames that arrive late and tells those who watch the device (I7). */
package io.dayreel.streamer.healing;
