package io.dayreel.streamer.playback;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.contracts.segments.SegmentRecord.StoredConfiguration;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.tail.TailConfiguration;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a viewer each configuration before the first frame that needs it, wherever that is known from: the frames that
 * pass, the tail, the announcements. One viewer's; not thread-safe.
 */
final class Configurations {
    private static final int MAX_TOLD = 4096;

    private final Timeline timeline;
    private final DeviceId device;
    private final Map<Key, Boolean> told = new HashMap<>();

    private record Key(Day day, int run, int track, int number) {}

    private record Description(
            String codec,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<Integer> sampleRate,
            Optional<Integer> channels,
            Optional<String> language,
            Optional<String> role) {}

    Configurations(Timeline timeline, DeviceId device) {
        this.timeline = timeline;
        this.device = device;
    }

    /**
     * What to tell before a frame.
     *
     * @param onlyTail whether the archive must not be waited for
     */
    Optional<ViewerMessage> before(Day day, FrameView frame, boolean onlyTail) {
        FrameType type = frame.type();
        boolean isConfiguration = type == FrameType.CONFIGURATION;
        if (!isConfiguration && type != FrameType.VIDEO && type != FrameType.AUDIO) {
            return Optional.empty();
        }
        Key key = new Key(day, frame.run(), frame.track(), frame.configuration());
        boolean known = Boolean.TRUE.equals(told.get(key));
        if (known || !isConfiguration && told.containsKey(key)) {
            return Optional.empty();
        }
        if (told.size() >= MAX_TOLD) {
            told.clear();
        }
        Optional<ViewerMessage> message = isConfiguration
                ? message(key, kind(frame.codec().code()), frame.body())
                : find(key, type == FrameType.VIDEO ? "video" : "audio", onlyTail);
        told.put(key, message.isPresent());
        return message;
    }

    private Optional<ViewerMessage> find(Key key, String kind, boolean onlyTail) {
        Optional<TailConfiguration> inTail = timeline.tail().stream(device.on(key.day()))
                .flatMap(tail -> tail.configuration(key.run(), key.track(), key.number()));
        if (inTail.isPresent()) {
            return message(key, kind, ByteBuffer.wrap(inTail.get().body()));
        }
        return archive(key.day(), onlyTail)
                .configuration(key.run(), key.track(), key.number())
                .flatMap(stored -> message(key, kind, stored));
    }

    private DayArchive archive(Day day, boolean onlyTail) {
        if (!onlyTail) {
            try {
                return timeline.archive().day(device.on(day));
            } catch (ArchiveUnavailableException e) {
                return timeline.archive().known(device.on(day));
            }
        }
        return timeline.archive().known(device.on(day));
    }

    private static Optional<ViewerMessage> message(Key key, String kind, ByteBuffer body) {
        try {
            ConfigurationBody configuration = ConfigurationBody.decode(body);
            return message(key, kind, configuration.json(), configuration.codecRecord());
        } catch (FrameException e) {
            return Optional.empty();
        }
    }

    private static Optional<ViewerMessage> message(Key key, String kind, StoredConfiguration stored) {
        return message(key, kind, stored.json(), stored.record());
    }

    private static Optional<ViewerMessage> message(Key key, String kind, String json, byte[] codecRecord) {
        try {
            Description d = Json.read(json, Description.class);
            return Optional.of(new ViewerMessage.Configuration(
                    key.day(),
                    key.run(),
                    key.track(),
                    key.number(),
                    kind,
                    d.codec() == null ? "" : d.codec(),
                    d.width(),
                    d.height(),
                    d.sampleRate(),
                    d.channels(),
                    d.language(),
                    d.role(),
                    codecRecord));
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }

    private static String kind(int codecCode) {
        if (codecCode >= 1 && codecCode < 16) {
            return "video";
        }
        if (codecCode == Codec.UTF8_TEXT.code()) {
            return "text";
        }
        return codecCode < 32 ? "audio" : "data";
    }
}
