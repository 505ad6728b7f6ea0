package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.runtime.kafka.ControlTopicWriter;
import io.dayreel.streamer.TestCloud;
import io.dayreel.streamer.TestStreamer;
import io.dayreel.streamer.hls.LiveLine.PlaylistForm;
import io.dayreel.streamer.hls.LiveLine.Skip;
import io.dayreel.streamer.media.Fragments;
import io.dayreel.streamer.media.MediaCounters;
import io.dayreel.streamer.media.MediaPackager;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.StreamIndex;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** What a streamer cuts live streams with, over a {@link TestStreamer}: real cutters, and a real topic between them. */
final class CuttingInstance implements AutoCloseable {
    private final ControlTopicWriter writer;
    private final ControlTopicReader<CutRecord> reader;
    private final LiveStreams streams;
    private final MediaPackager packager;
    private final List<CutRecord> seen = new CopyOnWriteArrayList<>();

    CuttingInstance(TestCloud cloud, TestStreamer streamer, String name) {
        StreamIndex index = new StreamIndex(streamer.services().timeline());
        writer = new ControlTopicWriter(cloud.kafka(), cloud.names(), name + "-cuts-out", Duration.ZERO);
        streams = new LiveStreams(
                new CutterServices(
                        streamer.services().timeline(),
                        streamer.services().seeker(),
                        index,
                        change -> writer.send(Topic.CUTS, change.device().toString(), change),
                        InstantSource.system(),
                        name),
                streamer.wakes(),
                new LiveStreams.Rules(
                        Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofMinutes(30), Duration.ofHours(1), 2));
        packager = new MediaPackager(streamer.services().timeline(), index, new MediaCounters());
        reader = new ControlTopicReader<>(
                cloud.kafka(),
                name + "-cuts",
                ControlTopicSource.all(
                        cloud.names().of(Topic.CUTS),
                        CutRecord.class,
                        new ControlTopicSource.Start.Since(Instant.EPOCH)),
                (source, change) -> {
                    seen.add(change);
                    streams.apply(change);
                });
        reader.start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(reader::caughtUp);
    }

    /** What was read of the topic. */
    List<CutRecord> seen() {
        return seen;
    }

    /** Begins to watch a device that has sent something. */
    LiveLine watch(DeviceId device) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> streams.watch(device), Optional::isPresent)
                .orElseThrow();
    }

    static MediaListing listing(LiveLine line, Rendition rendition) {
        PlaylistForm form = new PlaylistForm(rendition, Skip.NOTHING, Optional.empty());
        return MediaListing.parse(new String(line.playlist(form).plain(), StandardCharsets.UTF_8));
    }

    /** All that a player loads of what is listed, init segments included, one behind the other. */
    byte[] media(DeviceId device, MediaListing listing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String map = "";
        for (MediaListing.Segment segment : listing.segments()) {
            if (!segment.gap()) {
                if (!segment.map().equals(map)) {
                    map = segment.map();
                    add(device, map, bytes);
                }
                add(device, segment.address(), bytes);
            }
        }
        return bytes.toByteArray();
    }

    private void add(DeviceId device, String address, ByteArrayOutputStream bytes) {
        MediaAddress parsed = MediaAddress.parse(address.replaceFirst("^\\.\\./\\.\\./media/", ""))
                .orElseThrow(() -> new AssertionError("no address of media: '" + address + "'"));
        try (Fragments fragments = packager.open(device, parsed)) {
            for (Optional<List<ByteBuffer>> next = fragments.next(); next.isPresent(); next = fragments.next()) {
                next.get().forEach(buffer -> {
                    byte[] copy = new byte[buffer.remaining()];
                    buffer.duplicate().get(copy);
                    bytes.writeBytes(copy);
                });
            }
        }
    }

    /** Cuts no more, as if its process were gone. */
    @Override
    public void close() {
        streams.close();
        reader.close();
        writer.close();
    }
}
