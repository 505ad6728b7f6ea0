package io.dayreel.systemtests.checker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The frames of all announced segments, read from the stored objects themselves, each object once. */
final class Archive {
    private final Path objects;
    private final Set<String> read = new HashSet<>();
    private final Map<String, Map<FrameKey, Set<String>>> framesByDevice = new HashMap<>();
    private long repeats;

    /** @param objects directory in which the store keeps its objects by their keys */
    Archive(Path objects) {
        this.objects = objects;
    }

    /** Reads what was announced since; problems are added in words. */
    void update(Map<String, String> announced, List<String> problems) {
        announced.forEach((key, root) -> {
            if (read.add(key)) {
                try {
                    add(key, root);
                } catch (IOException e) {
                    problems.add("announced object " + key + ": " + e.getMessage());
                }
            }
        });
    }

    private void add(String key, String root) throws IOException {
        if (!Files.exists(objects.resolve(key))) {
            throw new IOException("it is not in the store");
        }
        StoredObject object = StoredObject.read(objects.resolve(key));
        if (!object.root().equals(root) || !key.endsWith("-" + root.substring(0, 16) + ".drs")) {
            throw new IOException("its root is " + object.root() + ", announced was " + root);
        }
        String[] path = key.split("/", -1);
        Map<FrameKey, Set<String>> frames =
                framesByDevice.computeIfAbsent(path[0] + "/" + path[1], d -> new HashMap<>());
        for (WireFrame frame : object.frames()) {
            if (!frames.computeIfAbsent(frame.key(), k -> new HashSet<>(2)).add(frame.sha256())) {
                repeats++;
            }
        }
    }

    /** Hashes under which a device's frames are stored. */
    Map<FrameKey, Set<String>> framesOf(String tenant, String device) {
        return framesByDevice.getOrDefault(tenant + "/" + device, Map.of());
    }

    /** Objects read so far. */
    int objects() {
        return read.size();
    }

    /** Frames that are stored once more with the same bytes, which is allowed (I2) and costs room. */
    long repeats() {
        return repeats;
    }
}
