package io.dayreel.streamer;

import io.dayreel.contracts.json.Json;
import io.dayreel.media.FragmentedMp4Reader;
import io.dayreel.media.MediaPart;
import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.MediaTracks;
import io.dayreel.media.SampleFormat;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.media.Ffmpeg;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a device would send of a media file: real frames of one run. Pictures are on track 1, sound on track 2. */
public final class RealFootage {
    private final StreamId stream;
    private final int run;
    private final long startMicros;
    private final List<Frame> frames = new ArrayList<>();

    /** A frame. @param message all of it */
    public record Frame(FrameHeader header, byte[] message, String sha256) {
        public boolean isVideo() {
            return header.type() == FrameType.VIDEO;
        }

        public long timeMicros() {
            return header.timeMicros();
        }
    }

    private record Timed(MediaTrack track, MediaSample sample, long timeMicros) {}

    /** @param startMicros capture time of the file's begin */
    public RealFootage(Ffmpeg ffmpeg, Path clip, StreamId stream, int run, long startMicros) {
        this.stream = stream;
        this.run = run;
        this.startMicros = startMicros;
        List<Timed> samples = samples(ffmpeg, clip);
        samples.stream()
                .map(Timed::track)
                .distinct()
                .sorted(Comparator.comparing(MediaTrack::kind))
                .forEach(track ->
                        add(header(FrameType.CONFIGURATION, track).timed(startMicros, 0, 0), configuration(track)));
        samples.forEach(sample -> add(header(sample), sample.sample().bytes()));
    }

    private List<Timed> samples(Ffmpeg ffmpeg, Path clip) {
        List<String> arguments = new ArrayList<>(List.of("-i", clip.toString()));
        arguments.addAll(
                List.of("-c copy -use_editlist 0 -movflags empty_moov+default_base_moof -frag_duration 1 -f mp4 pipe:1"
                        .split(" ")));
        Map<Integer, MediaTrack> tracks = new HashMap<>();
        List<Timed> samples = new ArrayList<>();
        try (var reader = new FragmentedMp4Reader(new ByteArrayInputStream(ffmpeg.output(arguments)))) {
            for (Optional<MediaPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                if (part.get() instanceof MediaTracks found) {
                    found.tracks().forEach(track -> tracks.put(track.id(), track));
                } else if (part.get() instanceof MediaSample sample) {
                    MediaTrack track = tracks.get(sample.trackId());
                    samples.add(new Timed(track, sample, startMicros + micros(sample.decodeTime(), track)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        samples.sort(Comparator.comparingLong(Timed::timeMicros));
        return samples;
    }

    private static long micros(long ticks, MediaTrack track) {
        return Math.round(ticks * 1e6 / track.timescale());
    }

    private FrameHeader header(Timed timed) {
        MediaSample sample = timed.sample();
        FrameType type = timed.track().kind() == MediaTrack.Kind.VIDEO ? FrameType.VIDEO : FrameType.AUDIO;
        return header(type, timed.track())
                .withFlags(sample.sync() ? FrameFlags.SYNC : 0)
                .timed(
                        timed.timeMicros(),
                        (int) micros(sample.compositionOffset(), timed.track()),
                        micros(sample.duration(), timed.track()));
    }

    private FrameHeader header(FrameType type, MediaTrack track) {
        return FrameHeader.of(type, codec(track.format()))
                .onTrack(track.kind() == MediaTrack.Kind.VIDEO ? 1 : 2)
                .withConfiguration(1);
    }

    private static Codec codec(SampleFormat format) {
        return switch (format) {
            case H264 -> Codec.H264;
            case H265 -> Codec.H265;
            case VP9 -> Codec.VP9;
            case AV1 -> Codec.AV1;
            case AAC -> Codec.AAC;
            case OPUS -> Codec.OPUS;
            default -> throw new IllegalArgumentException(format.toString());
        };
    }

    private static byte[] configuration(MediaTrack track) {
        Map<String, Object> description = track.kind() == MediaTrack.Kind.VIDEO
                ? Map.of("codec", track.codec(), "width", track.width(), "height", track.height())
                : Map.of("codec", track.codec(), "sampleRate", track.sampleRate(), "channels", track.channels());
        return new ConfigurationBody(Json.write(description), track.codecRecord()).encode();
    }

    private void add(FrameHeader header, byte[] body) {
        FrameHeader numbered = header.at(stream.day().number(), run, frames.size());
        frames.add(new Frame(numbered, new FrameEncoder().encode(numbered, body), sha256(body)));
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public StreamId stream() {
        return stream;
    }

    public long startMicros() {
        return startMicros;
    }

    /** All, in order of their counters. */
    public List<Frame> frames() {
        return frames;
    }

    /** Pictures and units of sound. */
    public int samples() {
        return hashes(true).size() + hashes(false).size();
    }

    /** Hashes of the pictures, or of the sound's units. */
    public List<String> hashes(boolean video) {
        return frames.stream()
                .filter(frame -> frame.isVideo() == video && frame.header().type() != FrameType.CONFIGURATION)
                .map(Frame::sha256)
                .toList();
    }

    /** Sends all of them. */
    public RealFootage sendTo(TestCloud cloud) {
        frames.forEach(frame -> cloud.send(stream, frame.message()));
        return this;
    }
}
