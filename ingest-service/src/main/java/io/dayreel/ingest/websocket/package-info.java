/** Device WebSockets on the Vert.x router. */
package io.dayreel.ingest.websocket;
