package io.dayreel.sync.repair;

import java.time.Duration;

/**
 * When and how devices are asked for frames.
 *
 * @param policy which missing frames come first
 * @param grace how long a hole may be due to reordering before it is judged
 * @param announcedGrace how long a device that sends nothing more may hold back what it announced, before that is missing
 * @param stall a partition whose watermark is older than this is not judged, and nothing is asked (I9)
 * @param answer how long a device may take to begin with what it was asked for
 * @param pauses between requests that brought nothing
 * @param rates how many frames are asked for
 */
public record RepairRules(
        RepairPolicy policy,
        Duration grace,
        Duration announcedGrace,
        Duration stall,
        Duration answer,
        Pauses pauses,
        Rates rates) {

    /** The first pause; it doubles with each request that brought nothing, up to the longest. */
    public record Pauses(Duration first, Duration longest) {
        /** @param fruitless requests in a row that brought nothing, at least 1 */
        public long millis(int fruitless) {
            long factor = 1L << Math.min(fruitless - 1, 20);
            return Math.min(longest.toMillis(), first.toMillis() * factor);
        }
    }

    /**
     * @param device frames per second that one device is asked for at most
     * @param total frames per second that this instance asks for in all
     */
    public record Rates(int device, int total) {
        /** Seconds of sending that one request asks for at most. */
        public static final int SECONDS_PER_REQUEST = 10;

        public Rates {
            if (device < 1 || total < 1) {
                throw new IllegalArgumentException(
                        "rates are at least 1 frame a second, not " + device + " and " + total);
            }
        }

        /** Frames that one request asks for at most. */
        public long framesPerRequest() {
            return (long) device * SECONDS_PER_REQUEST;
        }
    }

    /** How long a request for this many frames is waited for. */
    public long patienceMillis(long frames) {
        return answer.toMillis() + 2 * frames * 1000 / rates.device();
    }
}
