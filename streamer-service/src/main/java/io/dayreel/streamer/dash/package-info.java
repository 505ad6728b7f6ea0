/** MPEG-DASH over the segments of HLS: manifests, and what their addresses mean. */
package io.dayreel.streamer.dash;
