/** Single segments of what was recorded or uploaded as files that stand alone: pictures and one language in a container of choice. */
package io.dayreel.streamer.viewstream;
