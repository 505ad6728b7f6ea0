/** JSON (RFC 8259) for code that has only the JDK: segment headers, configurations, events. Bounded in depth and length. */
package io.dayreel.protocol.json;
