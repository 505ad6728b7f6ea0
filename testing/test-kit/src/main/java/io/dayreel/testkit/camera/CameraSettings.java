package io.dayreel.testkit.camera;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import java.time.Duration;

/**
 * What a simulated camera is like.
 *
 * @param stream device and day
 * @param run 0–65535; by the protocol its start is at second {@code 2 × run} of the day, and so is frame 0's time
 * @param seed two cameras with the same settings and seed make the same bytes
 * @param framesPerSecond pictures a second, such that a minute holds a whole number of them; 1–240
 * @param videoBitsPerSecond mean size of the pictures, at least 8 kbit/s
 * @param framesPerGop pictures from one key frame to the next, 1–10000; a key frame is about 8 times a delta frame
 * @param audio Opus units of 20 ms, about 64 kbit/s, on track 2
 * @param telemetryEvery one JSON sample on track 3 at this interval; zero for none
 * @param eventEvery one JSON event on track 4 at this interval; zero for none
 */
public record CameraSettings(
        StreamId stream,
        int run,
        long seed,
        double framesPerSecond,
        int videoBitsPerSecond,
        int framesPerGop,
        boolean audio,
        Duration telemetryEvery,
        Duration eventEvery) {

    public CameraSettings {
        require(run >= 0 && run <= 0xFFFF, "run must be 0–65535 but is " + run);
        require(framesPerSecond >= 1 && framesPerSecond <= 240, "frames per second must be 1–240");
        double perMinute = framesPerSecond * 60;
        require(
                Math.abs(perMinute - Math.rint(perMinute)) < 1e-6,
                "a minute holds a whole number of pictures, not " + perMinute);
        require(videoBitsPerSecond >= 8000, "video bits per second must be at least 8000");
        require(framesPerGop >= 1 && framesPerGop <= 10_000, "frames per GOP must be 1–10000");
        requireInterval("telemetry", telemetryEvery);
        requireInterval("event", eventEvery);
    }

    /** 25 pictures/s at 2 Mbit/s, a key frame every 2 s, sound, telemetry every second, an event every 20 s, run 0. */
    public static CameraSettings of(StreamId stream) {
        return new CameraSettings(stream, 0, 1, 25, 2_000_000, 50, true, Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    /** As {@link #of(StreamId)}, from names. */
    public static CameraSettings of(String tenant, String device, String day) {
        return of(new StreamId(tenant, device, Day.parse(day)));
    }

    /** The same camera in another run. */
    public CameraSettings withRun(int number) {
        return new CameraSettings(
                stream,
                number,
                seed,
                framesPerSecond,
                videoBitsPerSecond,
                framesPerGop,
                audio,
                telemetryEvery,
                eventEvery);
    }

    /** The same camera with other bytes. */
    public CameraSettings withSeed(long number) {
        return new CameraSettings(
                stream,
                run,
                number,
                framesPerSecond,
                videoBitsPerSecond,
                framesPerGop,
                audio,
                telemetryEvery,
                eventEvery);
    }

    /** The same camera with other pictures. */
    public CameraSettings withVideo(double fps, int bitsPerSecond, int gop) {
        return new CameraSettings(stream, run, seed, fps, bitsPerSecond, gop, audio, telemetryEvery, eventEvery);
    }

    /** Pictures only. */
    public CameraSettings videoOnly() {
        return new CameraSettings(
                stream,
                run,
                seed,
                framesPerSecond,
                videoBitsPerSecond,
                framesPerGop,
                false,
                Duration.ZERO,
                Duration.ZERO);
    }

    /** The same camera with other intervals of telemetry and events; zero for none. */
    public CameraSettings withData(Duration telemetry, Duration events) {
        return new CameraSettings(
                stream, run, seed, framesPerSecond, videoBitsPerSecond, framesPerGop, audio, telemetry, events);
    }

    private static void requireInterval(String what, Duration every) {
        require(
                !every.isNegative() && every.compareTo(Duration.ofMinutes(1)) <= 0,
                what + " interval must be zero (none) or at most a minute");
        require(every.isZero() || every.toMillis() >= 1, what + " interval must be at least 1 ms");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
