/** MP4 clips of any range: built into a scratch file when they are asked for, and kept for a while. */
package io.dayreel.streamer.clip;
