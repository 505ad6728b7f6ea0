/** The viewer WebSocket on the Vert.x router. */
package io.dayreel.streamer.websocket;
