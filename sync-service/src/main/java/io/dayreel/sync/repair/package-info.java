/** Which missing frames devices are asked for, when, and how many at a time. */
package io.dayreel.sync.repair;
