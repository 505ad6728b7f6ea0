/** The tails of the partitions that the group gave this instance: live end first, then filled from the archive on (I5). */
package io.dayreel.streamer.tail;
