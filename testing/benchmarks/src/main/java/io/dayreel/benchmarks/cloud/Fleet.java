package io.dayreel.benchmarks.cloud;

import io.dayreel.benchmarks.load.FrameSource;
import io.dayreel.benchmarks.load.LoadOrder;
import io.dayreel.benchmarks.load.LoadOrder.Party;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Devices of one name that go on with their run from order to order, as cameras do. Not thread-safe.
 */
public final class Fleet {
    /** Of each camera's pictures. */
    public static final int BITS_PER_SECOND = 2_000_000;

    private final Installation installation;
    private final String name;
    private final int day;
    private final FrameSource source = new FrameSource(BITS_PER_SECOND);
    private long next;

    /** @param day days since 1970-01-01 on which all frames are captured */
    public Fleet(Installation installation, String name, int day) {
        this.installation = installation;
        this.name = name;
        this.day = day;
    }

    /** What their messages are like. */
    public FrameSource source() {
        return source;
    }

    /** Devices of this fleet with tokens. */
    private List<Party> devices(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, "%s-%03d", name, i))
                .map(device -> new Party(device, installation.deviceToken(device)))
                .toList();
    }

    private List<Party> viewers(List<Party> devices, int count) {
        String token = installation.viewerToken();
        return devices.stream()
                .limit(count)
                .map(device -> new Party(device.device(), token))
                .toList();
    }

    /** Sends as fast as acknowledged. */
    public LoadOrder saturating(int devices, long warmUpMessages, long messages) {
        return order(devices(devices), List.of(), warmUpMessages, messages, false, false);
    }

    /** As {@link #saturating}, with an end of the run. */
    public LoadOrder saturatingToTheEnd(int devices, long messages) {
        return order(devices(devices), List.of(), 0, messages, false, true);
    }

    /** Sends in real time while some are watched. */
    public LoadOrder paced(int devices, int viewers, Duration warmUp, Duration measured) {
        List<Party> all = devices(devices);
        return order(all, viewers(all, viewers), messagesIn(warmUp), messagesIn(measured), true, false);
    }

    private LoadOrder order(
            List<Party> devices, List<Party> viewers, long warmUp, long messages, boolean paced, boolean endOfRun) {
        LoadOrder order = new LoadOrder(
                installation.port(Service.INGEST),
                "/v1/ingest",
                installation.port(Service.STREAMER),
                day,
                0,
                BITS_PER_SECOND,
                next,
                warmUp,
                messages,
                paced,
                endOfRun,
                devices,
                viewers);
        next = order.endMessage();
        return order;
    }

    private static long messagesIn(Duration time) {
        return time.dividedBy(FrameSource.MESSAGE);
    }
}
