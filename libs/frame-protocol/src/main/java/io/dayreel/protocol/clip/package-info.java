/** The proof inside an exported clip: that its samples are frames of stored segments, and of sealed days. */
package io.dayreel.protocol.clip;
