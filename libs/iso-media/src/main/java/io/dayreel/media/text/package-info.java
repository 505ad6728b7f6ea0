/** Captions as text: WebVTT and SubRip files read, WebVTT and its samples in MP4 written. */
package io.dayreel.media.text;
