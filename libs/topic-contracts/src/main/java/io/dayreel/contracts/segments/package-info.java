/** Announcements of stored segments. */
package io.dayreel.contracts.segments;
