package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configurations that a segment has to hold: those that came with its frames, and those that came before and that
 * its frames use. Of one number the latest is kept. Bounded: {@link #isFull}.
 */
final class ConfigurationBook {
    private static final int MAX_MESSAGE = 32 << 10;
    private static final int MAX_BYTES = 128 << 10;
    private static final int MAX_LACKING = 256;

    private final Map<Long, StoredConfiguration> offered = new HashMap<>();
    private final TreeMap<Long, StoredConfiguration> held = new TreeMap<>();
    private final Set<Long> lacking = new HashSet<>();
    private int bytes;

    /** @param offered configurations of earlier segments of the stream, held as soon as a frame uses them */
    ConfigurationBook(Collection<StoredConfiguration> offered) {
        offer(offered);
    }

    /** Adds to what was offered; what frames that came already use is held at once. */
    void offer(Collection<StoredConfiguration> earlier) {
        for (StoredConfiguration each : earlier) {
            if (lacking.remove(each.key())) {
                hold(each);
            } else if (!held.containsKey(each.key())) {
                offered.put(each.key(), each);
            }
        }
    }

    /** Whether a video or audio frame names a configuration that neither came nor was offered. */
    boolean isLacking() {
        return !lacking.isEmpty();
    }

    void see(FrameView frame) {
        if (frame.type() == FrameType.CONFIGURATION) {
            hold(frame);
            return;
        }
        long key = StoredConfiguration.key(frame.run(), frame.track(), frame.configuration());
        StoredConfiguration used = offered.remove(key);
        if (used != null) {
            hold(used);
        } else if (isMedia(frame) && lacking.size() < MAX_LACKING && !held.containsKey(key)) {
            lacking.add(key);
        }
    }

    private static boolean isMedia(FrameView frame) {
        return frame.type() == FrameType.VIDEO || frame.type() == FrameType.AUDIO;
    }

    private void hold(FrameView frame) {
        if (frame.length() > MAX_MESSAGE) {
            return;
        }
        try {
            StoredConfiguration configuration = new StoredConfiguration(frame);
            offered.remove(configuration.key());
            lacking.remove(configuration.key());
            hold(configuration);
        } catch (FrameException malformed) {
            // Stored like any frame; a body that is no configuration configures nothing.
            return;
        }
    }

    private void hold(StoredConfiguration configuration) {
        StoredConfiguration before = held.put(configuration.key(), configuration);
        bytes += configuration.messageLength() - (before == null ? 0 : before.messageLength());
    }

    boolean isFull() {
        return bytes > MAX_BYTES;
    }

    /** By run, track and number. */
    List<StoredConfiguration> held() {
        return List.copyOf(held.values());
    }
}
