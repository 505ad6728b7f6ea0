/** Control messages of the device WebSocket. */
package io.dayreel.contracts.device;
