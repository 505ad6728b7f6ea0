/** The hash function that everything is named and proven by. */
package io.dayreel.protocol.hash;
