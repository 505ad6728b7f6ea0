package io.dayreel.benchmarks.udp;

import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.cloud.Service;
import io.dayreel.benchmarks.load.FrameSource;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Devices that send over UDP as fast as they are acknowledged, all on the caller's thread. The owner closes it. */
public final class UdpFleet implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long PAUSE_NANOS = 100_000;
    private static final int CREATED = 201;

    private final FrameSource source;
    private final List<UdpDevice> devices = new ArrayList<>();
    private long sent;

    /**
     * What came of a round.
     *
     * @param packets sent, repeats included
     * @param again messages that were offered again, since their acknowledgement did not come
     */
    public record Round(double seconds, long bytes, long packets, long again) {
        /** Millions of bytes of frames a second, acknowledged. */
        public double megabytesPerSecond() {
            return bytes / 1e6 / seconds;
        }
    }

    private UdpFleet(FrameSource source) {
        this.source = source;
    }

    /** Opens a session for each device. @param day of all frames, days since 1970-01-01 */
    public static UdpFleet open(Installation installation, FrameSource source, int day, int count)
            throws IOException, InterruptedException {
        UdpFleet fleet = new UdpFleet(source);
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 0; i < count; i++) {
            String device = String.format(Locale.ROOT, "udp-%03d", i);
            fleet.devices.add(new UdpDevice(source, day, session(http, installation, device)));
        }
        return fleet;
    }

    private static UdpSessionAnswer session(HttpClient http, Installation installation, String device)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        installation.address(Service.INGEST).resolve("/v1/udp-sessions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + installation.deviceToken(device))
                .POST(BodyPublishers.ofString("{\"device\":\"" + device + "\",\"cipher\":[\"aes-128-gcm\"]}"))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != CREATED) {
            throw new IOException("no UDP session: " + answer.body());
        }
        return Json.read(answer.body(), UdpSessionAnswer.class);
    }

    /** Sends so many further messages of each device and waits until all of them are acknowledged. */
    public Round send(long messages) throws IOException {
        long packetsBefore = devices.stream().mapToLong(UdpDevice::packets).sum();
        long againBefore = devices.stream().mapToLong(UdpDevice::again).sum();
        long begin = System.nanoTime();
        long end = sent + messages;
        while (!advance(end)) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IOException("not everything was acknowledged within " + LIMIT);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long bytes = source.bytes(sent, end) * devices.size();
        sent = end;
        return new Round(
                seconds,
                bytes,
                devices.stream().mapToLong(UdpDevice::packets).sum() - packetsBefore,
                devices.stream().mapToLong(UdpDevice::again).sum() - againBefore);
    }

    private boolean advance(long end) throws IOException {
        boolean all = true;
        for (UdpDevice device : devices) {
            all &= device.advance(end);
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        for (UdpDevice device : devices) {
            device.close();
        }
    }
}
