/** One timeline out of tail and archive: each frame once, in order, days one behind the other (I2, I5, I7). */
package io.dayreel.streamer.timeline;
