/**
 * Where a device's frames come from: a file or camera through ffmpeg, telemetry and events as JSON lines, merged by
 * capture time and given out at their time or as fast as they can be read. Plain Java; knows nothing of days, runs,
 * counters or the network.
 *
 * <p>Tracks: pictures 0, sound 1, telemetry 2, events 3, the same pictures in other qualities 4 to 6.
 */
package io.dayreel.cli.source;
