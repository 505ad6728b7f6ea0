/**
 * ISO base media file format (ISO/IEC 14496-12), as far as Dayreel needs it, with nothing but the JDK: reading fragmented
 * MP4 from a pipe and naming codecs as RFC 6381 does.
 */
package io.dayreel.media;
