/** HTTP Live Streaming (RFC 8216 and its second edition): how streams are cut, and the playlists that list the cuts. */
package io.dayreel.streamer.hls;
