/** A new version is brought in while devices send and viewers watch. */
package io.dayreel.systemtests.upgrade;
