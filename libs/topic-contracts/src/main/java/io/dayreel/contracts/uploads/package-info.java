/** Uploaded videos: which parts and captions are claimed, held and complete. */
package io.dayreel.contracts.uploads;
