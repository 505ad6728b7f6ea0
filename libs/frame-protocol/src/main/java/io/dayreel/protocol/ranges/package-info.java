/** Counter ranges: what is there, what is missing, what is acknowledged. */
package io.dayreel.protocol.ranges;
