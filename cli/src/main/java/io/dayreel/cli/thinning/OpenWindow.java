package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CapturedFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was captured since a window began, until it is cut to its length. */
final class OpenWindow {
    private final long startMicros;
    private final long delayMicros;
    private final List<CapturedFrame> frames = new ArrayList<>();
    private long bytes;

    /** @param startMicros when its first picture is shown @param delayMicros how long after it is decoded */
    OpenWindow(long startMicros, long delayMicros) {
        this.startMicros = startMicros;
        this.delayMicros = delayMicros;
    }

    void add(CapturedFrame frame) {
        frames.add(frame);
        bytes += frame.body().length;
    }

    long startMicros() {
        return startMicros;
    }

    long delayMicros() {
        return delayMicros;
    }

    long bytes() {
        return bytes;
    }

    /** When the last picture, or sound, is over. */
    long mediaEndMicros(int track) {
        return frames.stream()
                .filter(frame -> frame.track() == track && !frame.isConfiguration())
                .mapToLong(Pictures::endMicros)
                .max()
                .orElse(startMicros);
    }

    /** Everything, as it came; it is empty afterwards. */
    List<CapturedFrame> drain() {
        List<CapturedFrame> all = List.copyOf(frames);
        frames.clear();
        bytes = 0;
        return all;
    }

    /**
     * What is shown before the end, each track from where it can be decoded on its own and to where nothing is missing in
     * between; its last picture is shown until the end.
     *
     * @param marked whether each track's first frame is discontinuous
     */
    List<CapturedFrame> cut(long endMicros, boolean marked) {
        Map<Integer, List<CapturedFrame>> pictures = new HashMap<>();
        for (CapturedFrame frame : frames) {
            if (Pictures.isPicture(frame)) {
                pictures.computeIfAbsent(frame.track(), track -> new ArrayList<>())
                        .add(frame);
            }
        }
        Map<CapturedFrame, CapturedFrame> kept = new IdentityHashMap<>();
        pictures.values().forEach(track -> keep(track, endMicros, kept));
        List<CapturedFrame> cut = new ArrayList<>();
        Set<Integer> begun = new HashSet<>();
        for (CapturedFrame frame : frames) {
            CapturedFrame left = Pictures.isPicture(frame) ? kept.get(frame) : frame;
            boolean outside =
                    Pictures.isSound(frame) && (frame.timeMicros() < startMicros || frame.timeMicros() >= endMicros);
            if (left != null && !outside) {
                boolean media = Pictures.isPicture(frame) || Pictures.isSound(frame);
                boolean first = media && begun.add(frame.track());
                cut.add(first && marked ? Pictures.discontinuous(left) : left);
            }
        }
        return cut;
    }

    private void keep(List<CapturedFrame> track, long endMicros, Map<CapturedFrame, CapturedFrame> kept) {
        List<CapturedFrame> decodable = fromItsKeyFrame(track);
        List<CapturedFrame> whole = decodable.subList(0, wholeUntil(decodable, endMicros));
        long last = whole.stream().mapToLong(Pictures::shownMicros).max().orElse(Long.MAX_VALUE);
        for (CapturedFrame frame : whole) {
            long shown = Pictures.shownMicros(frame);
            kept.put(frame, shown == last ? Pictures.lasting(frame, endMicros - shown) : frame);
        }
    }

    /** Pictures that come behind the key frame and are shown before it may need those before it. */
    private List<CapturedFrame> fromItsKeyFrame(List<CapturedFrame> track) {
        int key = 0;
        while (key < track.size()
                && !(track.get(key).header().isSync() && Pictures.shownMicros(track.get(key)) >= startMicros)) {
            key++;
        }
        if (key == track.size()) {
            return List.of();
        }
        long first = Pictures.shownMicros(track.get(key));
        return track.subList(key, track.size()).stream()
                .filter(frame -> Pictures.shownMicros(frame) >= first)
                .toList();
    }

    /** The most pictures, in order of decoding, all of which are shown before the end and before all the others. */
    private static int wholeUntil(List<CapturedFrame> pictures, long endMicros) {
        long[] leastFrom = new long[pictures.size() + 1];
        leastFrom[pictures.size()] = Long.MAX_VALUE;
        for (int i = pictures.size() - 1; i >= 0; i--) {
            leastFrom[i] = Math.min(leastFrom[i + 1], Pictures.shownMicros(pictures.get(i)));
        }
        int whole = 0;
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < pictures.size(); i++) {
            latest = Math.max(latest, Pictures.shownMicros(pictures.get(i)));
            if (latest < endMicros && latest < leastFrom[i + 1]) {
                whole = i + 1;
            }
        }
        return whole;
    }
}
