/** Names of devices, days, streams and frames. */
package io.dayreel.protocol.stream;
