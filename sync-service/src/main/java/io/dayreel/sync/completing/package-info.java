/** Takes note of what comes, asks for what is missing, and declares days ready. */
package io.dayreel.sync.completing;
