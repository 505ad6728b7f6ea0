package io.dayreel.streamer.rest;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** What a request for a strip of thumbnails says, as text; the framework fills it in. */
public class StripQuery {
    @PathParam("device")
    String device;

    @QueryParam("from")
    String from;

    @QueryParam("to")
    String to;

    @QueryParam("count")
    String count;

    @QueryParam("width")
    String width;

    @QueryParam("track")
    String track;
}
