/** Running ffmpeg and ffprobe, a bounded number of processes at a time, none of them for longer than it may. */
package io.dayreel.runtime.ffmpeg;
