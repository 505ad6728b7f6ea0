package io.dayreel.systemtests.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.systemtests.viewer.SeenFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Frames of one device, to be sent as another's over HTTP, in parts and as late as a test wants. */
public final class Recording {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<Frame> frames;

    private record Frame(long timeMicros, byte[] message) {}

    private Recording(List<Frame> frames) {
        this.frames = List.copyOf(frames);
    }

    /** The frames that a streamer has of a time range. */
    public static Recording download(URI streamer, String device, String token, Instant from, Instant to) {
        URI address = streamer.resolve("/v1/devices/" + device + "/frames?from=" + from + "&to=" + to);
        byte[] body = send(HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token));
        List<Frame> frames = new ArrayList<>();
        FrameView view = new FrameView();
        for (int at = 0; at < body.length; at = view.end()) {
            view.wrap(body, at, body.length).checkCrc();
            frames.add(new Frame(view.timeMicros(), view.messageBytes()));
        }
        assertThat(frames).as("frames of %s", device).isNotEmpty();
        return new Recording(frames);
    }

    /** The frames captured from one time on and before another, µs. */
    public Recording between(long fromMicros, long toMicros) {
        return new Recording(frames.stream()
                .filter(frame -> frame.timeMicros() >= fromMicros && frame.timeMicros() < toMicros)
                .toList());
    }

    /** The frames that are not in another recording. */
    public Recording without(Recording other) {
        return new Recording(
                frames.stream().filter(frame -> !other.frames.contains(frame)).toList());
    }

    /**
     * The same frames, and the sound a second time on another track, each in a language. Counters are given anew; all has
     * to be of one run, from its beginning.
     */
    public Recording withSoundTwice(String language, int otherTrack, String otherLanguage) {
        FrameEncoder encoder = new FrameEncoder();
        List<Frame> twice = new ArrayList<>();
        FrameView view = new FrameView();
        for (Frame frame : frames) {
            view.wrap(frame.message(), 0, frame.message().length);
            FrameHeader header = view.header().at(view.day(), view.run(), twice.size());
            boolean sound = view.codec() == Codec.AAC;
            byte[] body = view.bodyBytes();
            boolean described = sound && view.type() == FrameType.CONFIGURATION;
            byte[] own = described ? inLanguage(body, language) : body;
            twice.add(new Frame(frame.timeMicros(), encoder.encode(header, own)));
            if (sound) {
                byte[] other = described ? inLanguage(body, otherLanguage) : body;
                FrameHeader beside = header.onTrack(otherTrack).at(view.day(), view.run(), twice.size());
                twice.add(new Frame(frame.timeMicros(), encoder.encode(beside, other)));
            }
        }
        return new Recording(twice);
    }

    private static byte[] inLanguage(byte[] body, String language) {
        ConfigurationBody described = ConfigurationBody.decode(ByteBuffer.wrap(body));
        String json = described.json().replaceAll(",\"language\":\"[^\"]*\"", "");
        String said = json.substring(0, json.length() - 1) + ",\"language\":\"" + language + "\"}";
        return new ConfigurationBody(said, described.codecRecord()).encode();
    }

    public int count() {
        return frames.size();
    }

    /** SHA-256 of each message, in order. */
    public List<String> hashes() {
        return frames.stream().map(frame -> SeenFrame.sha256(frame.message())).toList();
    }

    /** Sends all frames in one batch; returns after they are acknowledged. */
    public void post(URI ingest, String device, String token) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        frames.forEach(frame -> body.writeBytes(frame.message()));
        send(HttpRequest.newBuilder(ingest.resolve("/v1/devices/" + device + "/frames"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/vnd.dayreel.frames")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static byte[] send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode())
                    .as(
                            "%s: %s",
                            answer.uri(),
                            answer.statusCode() == 200 ? "" : new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
