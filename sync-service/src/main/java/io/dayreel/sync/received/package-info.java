/** What has been received of a day, and what follows from it. Plain values. */
package io.dayreel.sync.received;
