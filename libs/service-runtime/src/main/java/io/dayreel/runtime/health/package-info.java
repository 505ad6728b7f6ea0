/** Readiness as named conditions that the parts of a service set. */
package io.dayreel.runtime.health;
