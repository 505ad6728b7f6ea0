/**
 * Makes less of what a source gives, for thin lines and without re-encoding: some of the pictures, and windows instead
 * of all the time. What is kept can be decoded, and its durations are exact. Plain Java; stages have no threads of their
 * own, {@link io.dayreel.cli.thinning.ThinnedSource} has one.
 */
package io.dayreel.cli.thinning;
