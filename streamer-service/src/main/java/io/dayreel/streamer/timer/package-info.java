/** Work of the streamer that comes round by the clock. */
package io.dayreel.streamer.timer;
