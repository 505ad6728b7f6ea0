package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configurations that a segment has to hold: those that came with its frames, and those that came before and that
 * its frames use. Of one number the latest is kept. Bounded: {@link #isFull}.
 */
final class ConfigurationBook {
    private static final int MAX_MESSAGE = 32 << 10;
    private static final int MAX_BYTES = 128 << 10;

    private final Map<Long, StoredConfiguration> offered = new HashMap<>();
    private final TreeMap<Long, StoredConfiguration> held = new TreeMap<>();
    private int bytes;

    /** @param offered configurations of earlier segments of the stream, held as soon as a frame uses them */
    ConfigurationBook(Collection<StoredConfiguration> offered) {
        offered.forEach(configuration -> this.offered.put(configuration.key(), configuration));
    }

    void see(FrameView frame) {
        if (frame.type() == FrameType.CONFIGURATION) {
            hold(frame);
        } else if (!offered.isEmpty()) {
            StoredConfiguration used =
                    offered.remove(StoredConfiguration.key(frame.run(), frame.track(), frame.configuration()));
            if (used != null) {
                hold(used);
            }
        }
    }

    private void hold(FrameView frame) {
        if (frame.length() > MAX_MESSAGE) {
            return;
        }
        try {
            StoredConfiguration configuration = new StoredConfiguration(frame);
            offered.remove(configuration.key());
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
