package io.dayreel.systemtests.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The packets of a media file as ffprobe tells them, to hold against what a viewer got. */
public final class SourcePackets {
    private final Map<Integer, List<MediaPacket>> byStream;
    private final Map<Integer, Double> secondsPerTick = new TreeMap<>();

    private SourcePackets(Path file, Ffmpeg ffmpeg) {
        byStream = ffmpeg.probePackets(file).stream()
                .collect(Collectors.groupingBy(MediaPacket::stream, TreeMap::new, Collectors.toList()));
        String streams = ffmpeg.probe(List.of(
                "-v", "error", "-show_entries", "stream=index,time_base", "-of", "compact=p=0", file.toString()));
        for (String line : streams.split("\\R")) {
            if (line.contains("time_base=")) {
                String[] base = line.replaceAll(".*time_base=", "").trim().split("/");
                secondsPerTick.put(
                        Integer.parseInt(line.replaceAll(".*index=(\\d+).*", "$1")),
                        Double.parseDouble(base[0]) / Double.parseDouble(base[1]));
            }
        }
    }

    public static SourcePackets of(Path file) {
        return new SourcePackets(file, Ffmpeg.find());
    }

    /** Packets of all streams. */
    public int count() {
        return byStream.values().stream().mapToInt(List::size).sum();
    }

    /** Every packet of the file, once, in order, with its bytes and its times; nothing else on media tracks. */
    public void assertSameAs(List<SeenFrame> seen) {
        Map<Integer, List<SeenFrame>> tracks = seen.stream()
                .filter(frame -> frame.type() == FrameType.VIDEO || frame.type() == FrameType.AUDIO)
                .collect(Collectors.groupingBy(SeenFrame::track, TreeMap::new, Collectors.toList()));
        assertThat(tracks).as("media tracks").hasSameSizeAs(byStream);
        var frames = tracks.values().iterator();
        long start = Long.MIN_VALUE;
        for (Map.Entry<Integer, List<MediaPacket>> stream : byStream.entrySet()) {
            List<SeenFrame> track = frames.next();
            List<MediaPacket> packets = stream.getValue();
            assertThat(track.stream().map(SeenFrame::body).toList())
                    .as("hashes of stream %d", stream.getKey())
                    .isEqualTo(packets.stream().map(MediaPacket::sha256).toList());
            double tick = secondsPerTick.get(stream.getKey()) * 1e6;
            if (start == Long.MIN_VALUE) {
                start = track.get(0).timeMicros()
                        - Math.round(packets.get(0).dts().orElseThrow() * tick);
            }
            assertTimes(track, packets, tick, start);
        }
    }

    private static void assertTimes(List<SeenFrame> track, List<MediaPacket> packets, double tick, long start) {
        for (int i = 0; i < packets.size(); i++) {
            MediaPacket packet = packets.get(i);
            SeenFrame frame = track.get(i);
            assertThat((double) frame.timeMicros() - start)
                    .as("decode time of packet %d", i)
                    .isCloseTo(packet.dts().orElseThrow() * tick, offset(2.0));
            assertThat((double) frame.timeMicros() + frame.compositionOffsetMicros() - start)
                    .as("presentation time of packet %d", i)
                    .isCloseTo(packet.pts().orElseThrow() * tick, offset(2.0));
            if (frame.type() == FrameType.VIDEO) {
                assertThat(frame.sync()).as("key flag of packet %d", i).isEqualTo(packet.key());
            }
        }
    }
}
