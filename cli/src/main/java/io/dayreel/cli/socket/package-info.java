/** One WebSocket of the JDK as the cli uses it: whole messages, bounded, read at the pace of their reader. */
package io.dayreel.cli.socket;
