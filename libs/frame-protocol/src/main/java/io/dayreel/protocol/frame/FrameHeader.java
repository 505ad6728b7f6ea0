package io.dayreel.protocol.frame;

/**
 * The header's fields as a value, for code that builds frames or wants to keep a header. Hot paths read through
 * {@link FrameView} instead. Body length and CRC belong to the encoded message and are not part of it.
 *
 * @param type what the frame is
 * @param codec how the body is coded
 * @param track 0–255
 * @param configuration number of the configuration that the frame needs, 0–255
 * @param flags bits of {@link FrameFlags}, 0–255
 * @param day days since 1970-01-01 UTC, 0–65535
 * @param run 0–65535
 * @param counter 0–4294967295
 * @param timeMicros decode time, µs since 1970-01-01 UTC
 * @param compositionOffsetMicros µs to add for presentation time
 * @param durationMicros µs, 0 unknown, at most 4294967295
 */
public record FrameHeader(
        FrameType type,
        Codec codec,
        int track,
        int configuration,
        int flags,
        int day,
        int run,
        long counter,
        long timeMicros,
        int compositionOffsetMicros,
        long durationMicros) {

    public FrameHeader {
        requireRange("track", track, 0xFF);
        requireRange("configuration", configuration, 0xFF);
        requireRange("flags", flags, 0xFF);
        requireRange("day", day, 0xFFFF);
        requireRange("run", run, 0xFFFF);
        requireRange("counter", counter, 0xFFFF_FFFFL);
        requireRange("duration", durationMicros, 0xFFFF_FFFFL);
    }

    /** A header with everything zero but type and codec, to be completed by the {@code with…} and {@code at…} methods. */
    public static FrameHeader of(FrameType type, Codec codec) {
        return new FrameHeader(type, codec, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    public boolean isSync() {
        return (flags & FrameFlags.SYNC) != 0;
    }

    public FrameHeader onTrack(int newTrack) {
        return new FrameHeader(
                type,
                codec,
                newTrack,
                configuration,
                flags,
                day,
                run,
                counter,
                timeMicros,
                compositionOffsetMicros,
                durationMicros);
    }

    public FrameHeader withConfiguration(int number) {
        return new FrameHeader(
                type,
                codec,
                track,
                number,
                flags,
                day,
                run,
                counter,
                timeMicros,
                compositionOffsetMicros,
                durationMicros);
    }

    public FrameHeader withFlags(int newFlags) {
        return new FrameHeader(
                type,
                codec,
                track,
                configuration,
                newFlags,
                day,
                run,
                counter,
                timeMicros,
                compositionOffsetMicros,
                durationMicros);
    }

    /** The same frame at another place in the day: what a device does when it numbers or renumbers frames. */
    public FrameHeader at(int newDay, int newRun, long newCounter) {
        return new FrameHeader(
                type,
                codec,
                track,
                configuration,
                flags,
                newDay,
                newRun,
                newCounter,
                timeMicros,
                compositionOffsetMicros,
                durationMicros);
    }

    public FrameHeader timed(long newTimeMicros, int newCompositionOffsetMicros, long newDurationMicros) {
        return new FrameHeader(
                type,
                codec,
                track,
                configuration,
                flags,
                day,
                run,
                counter,
                newTimeMicros,
                newCompositionOffsetMicros,
                newDurationMicros);
    }

    private static void requireRange(String field, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(field + " must be 0–" + max + " but is " + value);
        }
    }
}
