package io.dayreel.streamer.rendition;

import io.dayreel.media.text.LanguageTag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a viewer wants to hear and read.
 *
 * @param languages language ranges (RFC 4647, 2.1), the most wanted first; at most {@value #MAX_LANGUAGES}
 * @param captions whether captions are to be shown from the beginning
 */
public record LanguageWish(List<String> languages, boolean captions) {
    /** Nothing is wanted: what a device has first comes first. */
    public static final LanguageWish NONE = new LanguageWish(List.of(), false);

    private static final int MAX_LANGUAGES = 20;

    public LanguageWish {
        Set<String> different = new LinkedHashSet<>();
        for (String each : languages) {
            if (different.size() < MAX_LANGUAGES) {
                LanguageTag.of(each).ifPresent(different::add);
            }
        }
        languages = List.copyOf(different);
    }

    /**
     * The first of the wanted languages that there is: by lookup (RFC 4647, 3.4), and where that finds nothing a more
     * special one of the same language.
     *
     * @param there tags of what there is, in the order in which the first of equals is taken
     */
    public Optional<String> choose(List<String> there) {
        for (String wanted : languages) {
            Optional<String> found = lookup(wanted, there).or(() -> special(wanted, there));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> lookup(String wanted, List<String> there) {
        String range = wanted;
        while (!range.isEmpty()) {
            String now = range;
            Optional<String> found =
                    there.stream().filter(tag -> tag.equalsIgnoreCase(now)).findFirst();
            if (found.isPresent()) {
                return found;
            }
            range = shortened(range);
        }
        return Optional.empty();
    }

    /** Without its last part, and a single letter before that, which only introduces it. */
    private static String shortened(String range) {
        List<String> parts = new ArrayList<>(List.of(range.split("-")));
        parts.remove(parts.size() - 1);
        if (!parts.isEmpty() && parts.get(parts.size() - 1).length() == 1) {
            parts.remove(parts.size() - 1);
        }
        return String.join("-", parts);
    }

    private static Optional<String> special(String wanted, List<String> there) {
        String language = wanted.split("-", 2)[0].toLowerCase(Locale.ROOT) + "-";
        return there.stream()
                .filter(tag -> tag.toLowerCase(Locale.ROOT).startsWith(language))
                .findFirst();
    }

    /** As the parameter {@code lang} of an address has it. */
    public String text() {
        return String.join(",", languages);
    }
}
