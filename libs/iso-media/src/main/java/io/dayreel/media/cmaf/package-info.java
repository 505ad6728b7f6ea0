/**
 * CMAF tracks (ISO/IEC 23000-19) straight from coded frames: init segments, fragments with absolute times, silence for
 * sound that is missing. The same frames give the same bytes, on whichever machine.
 */
package io.dayreel.media.cmaf;
