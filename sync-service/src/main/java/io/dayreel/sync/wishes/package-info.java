/** Resends that operators ask for: what they come to, and how they reach whoever asks the device. */
package io.dayreel.sync.wishes;
