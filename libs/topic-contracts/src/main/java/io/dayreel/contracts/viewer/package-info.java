/** Control messages of the viewer WebSocket. */
package io.dayreel.contracts.viewer;
