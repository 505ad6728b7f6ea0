/** Keys of a session, derived so that every instance has them, and the ciphers that seal and open packets. */
package io.dayreel.datagrams.keys;
