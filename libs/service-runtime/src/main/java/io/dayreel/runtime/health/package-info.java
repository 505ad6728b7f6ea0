/**
 * Readiness as named conditions that the parts of a service set, and liveness as signs of life of the parts that must not
 * die.
 */
package io.dayreel.runtime.health;
