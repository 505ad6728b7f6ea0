/**
 * Progressive MP4 files (ISO/IEC 14496-12) from coded frames: the sample tables grow while the media data is written
 * elsewhere, and the head comes last, to be put in front.
 */
package io.dayreel.media.mp4;
