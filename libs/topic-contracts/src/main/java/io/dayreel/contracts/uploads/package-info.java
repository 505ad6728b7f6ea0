/** Uploaded videos: which parts are claimed, held and complete. */
package io.dayreel.contracts.uploads;
