/** Media for standard players: CMAF segments and parts, packaged from stored frames when they are asked for. */
package io.dayreel.streamer.media;
