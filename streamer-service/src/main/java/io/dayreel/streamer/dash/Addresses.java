package io.dayreel.streamer.dash;

import io.dayreel.streamer.rendition.Rendition;

/** Where a presentation's media is, relative to its manifest. */
interface Addresses {
    /** The template of a rendition's segments in a period (ISO/IEC 23009-1, 5.3.9.4.4). */
    String media(MpdPeriod period, Rendition rendition);
}
