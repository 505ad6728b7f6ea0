package io.dayreel.streamer.thumbnails;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.clip.TrackFormatSource;
import io.dayreel.streamer.thumbnails.KeyPictureReader.Coded;
import io.dayreel.streamer.thumbnails.ThumbnailException.Reason;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes pictures of what was recorded, or has them still. Thread-safe; calls block on disk, network and ffmpeg. */
public final class Thumbnails {
    private static final int BATCH = 24;
    private static final long BATCH_BYTES = 16L << 20;

    private final StreamIndex index;
    private final KeyPictureReader reader;
    private final PictureDecoder decoder;
    private final PictureCache cache;
    private final ThumbnailCounters counters;

    private record Shown(KeyPicture picture, PictureSize size) {}

    private record Drawn(StripLayout layout) {}

    /** @param maxBytes memory for pictures that were made lately */
    public Thumbnails(
            StreamIndex index,
            Timeline timeline,
            TrackFormatSource formats,
            PictureDecoder decoder,
            long maxBytes,
            ThumbnailCounters counters) {
        this.index = index;
        this.reader = new KeyPictureReader(timeline, formats);
        this.decoder = decoder;
        this.cache = new PictureCache(maxBytes);
        this.counters = counters;
    }

    /**
     * A picture.
     *
     * @param pictureMicros capture time of its key frame
     */
    public record Thumbnail(byte[] jpeg, long pictureMicros) {}

    /** The key frame at or before a capture time. @throws ThumbnailException if there is none */
    public Thumbnail at(DeviceId device, long timeMicros, int width, OptionalInt track) {
        KeyPicture picture = new KeyPictures(index, device, track)
                .atOrBefore(timeMicros)
                .orElseThrow(() -> new ThumbnailException(Reason.NOTHING, "no picture was recorded at this time"));
        PictureSize size = reader.size(picture, width);
        Map<KeyPicture, byte[]> made = jpegs(List.of(picture), size);
        if (made.isEmpty()) {
            throw new ThumbnailException(Reason.BROKEN, "ffmpeg made no picture of the key frame");
        }
        return new Thumbnail(made.get(picture), picture.timeMicros());
    }

    /** Where each picture of a strip is, without making them. @throws ThumbnailException if there is none */
    public StripLayout layout(DeviceId device, StripRequest asked) {
        KeyPictures pictures = new KeyPictures(index, device, asked.track());
        List<StripLayout.Cell> cells = new ArrayList<>();
        for (int i = 0; i < asked.count(); i++) {
            long at = asked.timeMicros(i);
            Optional<KeyPicture> picture = pictures.atOrBefore(at);
            if (picture.isPresent()) {
                cells.add(new StripLayout.Cell(i, at, picture.get()));
            }
        }
        if (cells.isEmpty()) {
            throw new ThumbnailException(Reason.NOTHING, "no picture was recorded in this range");
        }
        PictureSize size = reader.size(cells.get(0).picture(), asked.width());
        return new StripLayout(asked.count(), size, cells);
    }

    /** The pictures of a strip as one. */
    public byte[] strip(StripLayout layout) {
        Drawn key = new Drawn(layout);
        Optional<byte[]> there = cache.get(key);
        if (there.isPresent()) {
            counters.foundOne();
            return there.get();
        }
        List<KeyPicture> wanted = new ArrayList<>(new HashSet<>(
                layout.cells().stream().map(StripLayout.Cell::picture).toList()));
        wanted.sort(Comparator.comparingLong(KeyPicture::timeMicros));
        byte[] drawn = Sprite.draw(layout, jpegs(wanted, layout.size()));
        cache.put(key, drawn);
        return drawn;
    }

    /** Pictures that cannot be made are left out. */
    private Map<KeyPicture, byte[]> jpegs(List<KeyPicture> wanted, PictureSize size) {
        Map<KeyPicture, byte[]> made = new HashMap<>();
        Map<KeyPicture, Coded> batch = new LinkedHashMap<>();
        long bytes = 0;
        for (KeyPicture picture : wanted) {
            Optional<byte[]> there = cache.get(new Shown(picture, size));
            if (there.isPresent()) {
                counters.foundOne();
                made.put(picture, there.get());
                continue;
            }
            Coded coded = reader.read(picture);
            boolean other = batch.values().stream()
                    .findFirst()
                    .filter(first -> !first.format().equals(coded.format()))
                    .isPresent();
            if (other || batch.size() >= BATCH || bytes > BATCH_BYTES) {
                decode(batch, size, made);
                bytes = 0;
            }
            batch.put(picture, coded);
            bytes += coded.sample().body().remaining();
        }
        decode(batch, size, made);
        return made;
    }

    private void decode(Map<KeyPicture, Coded> batch, PictureSize size, Map<KeyPicture, byte[]> made) {
        if (batch.isEmpty()) {
            return;
        }
        List<KeyPicture> pictures = List.copyOf(batch.keySet());
        List<Coded> coded = List.copyOf(batch.values());
        batch.clear();
        List<byte[]> jpegs = decoder.decode(
                coded.get(0).format(), coded.stream().map(Coded::sample).toList(), size);
        if (jpegs.size() == pictures.size()) {
            for (int i = 0; i < jpegs.size(); i++) {
                cache.put(new Shown(pictures.get(i), size), jpegs.get(i));
                made.put(pictures.get(i), jpegs.get(i));
            }
        } else if (pictures.size() == 1) {
            counters.brokenOne();
        } else {
            for (int i = 0; i < pictures.size(); i++) {
                decode(new HashMap<>(Map.of(pictures.get(i), coded.get(i))), size, made);
            }
        }
    }
}
