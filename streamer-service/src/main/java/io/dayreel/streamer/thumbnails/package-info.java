/** JPEG pictures of key frames, decoded by ffmpeg in a bounded number of processes, and strips of them. */
package io.dayreel.streamer.thumbnails;
