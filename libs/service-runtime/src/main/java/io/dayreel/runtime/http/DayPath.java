package io.dayreel.runtime.http;

import io.dayreel.protocol.stream.StreamId;
import jakarta.ws.rs.PathParam;

/** The day and device that a request's path {@code /devices/{device}/days/{day}…} names. Taken with {@code @BeanParam}. */
public class DayPath {
    @PathParam("device")
    String device;

    @PathParam("day")
    String day;

    /**
     * The stream of that day, if the caller may watch and query it.
     *
     * @throws ProblemException 400 for a malformed day, otherwise as {@link CurrentCaller#watchedDevice}
     */
    public StreamId watchedBy(CurrentCaller caller) {
        return caller.watchedDevice(device).on(Parameters.day("day", day));
    }
}
