/** A certificate for an installation that was given none. */
package io.dayreel.runtime.tls;
