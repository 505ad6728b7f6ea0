package io.dayreel.store;

import io.dayreel.protocol.stream.StreamId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a manifest of a sealed day is stored: {@code tenant/device/day/manifest-n.json}.
 *
 * @param number revision of the sealed day, from 0
 */
public record ManifestKey(StreamId stream, int number) {
    private static final Pattern NAME = Pattern.compile("manifest-(0|[1-9][0-9]{0,8})\\.json");

    public ManifestKey {
        if (stream == null || number < 0 || number > 999_999_999) {
            throw new IllegalArgumentException("manifest " + number + " of " + stream);
        }
    }

    /** Empty for any key that is not exactly one of a manifest. */
    public static Optional<ManifestKey> tryParse(String key) {
        int slash = key.lastIndexOf('/');
        Matcher name = NAME.matcher(key.substring(slash + 1));
        if (slash < 0 || !name.matches()) {
            return Optional.empty();
        }
        try {
            ManifestKey parsed =
                    new ManifestKey(StreamId.parse(key.substring(0, slash)), Integer.parseInt(name.group(1)));
            return parsed.toString().equals(key) ? Optional.of(parsed) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The object key. */
    @Override
    public String toString() {
        return stream + "/manifest-" + number + ".json";
    }
}
