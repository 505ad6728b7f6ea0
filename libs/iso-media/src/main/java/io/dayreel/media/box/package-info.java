/** Writing boxes of the ISO base media file format (ISO/IEC 14496-12) into memory. */
package io.dayreel.media.box;
