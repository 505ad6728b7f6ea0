package io.dayreel.media.text;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;

/** Languages as playlists have them: BCP 47 tags (RFC 5646), whose first part is as short as it can be. */
public final class LanguageTag {
    /** Longer ones are none. */
    private static final int MAX_LENGTH = 35;

    /** Undetermined, several, none, and no code of their own. */
    private static final Set<String> UNKNOWN = Set.of("und", "mul", "zxx", "mis");

    private static final Map<String, String> SHORT = shortCodes();

    private LanguageTag() {}

    /** ISO 639-2 has two codes for some languages; Java knows the one that the language itself uses. */
    private static Map<String, String> shortCodes() {
        Map<String, String> codes = new HashMap<>(Map.of(
                "alb", "sq", "arm", "hy", "baq", "eu", "bur", "my", "chi", "zh", "cze", "cs", "dut", "nl", "fre", "fr",
                "geo", "ka", "ger", "de"));
        codes.putAll(Map.of(
                "gre", "el", "ice", "is", "mac", "mk", "mao", "mi", "may", "ms", "per", "fa", "rum", "ro", "slo", "sk",
                "tib", "bo", "wel", "cy"));
        for (String language : Locale.getISOLanguages()) {
            try {
                codes.put(Locale.forLanguageTag(language).getISO3Language(), language);
            } catch (MissingResourceException none) {
                codes.remove(language);
            }
        }
        return Map.copyOf(codes);
    }

    /**
     * The tag of what a device or a viewer calls a language: {@code eng} is {@code en}, {@code ger-at} is {@code de-AT}.
     *
     * @return empty for what is no language, or an unknown one
     */
    public static Optional<String> of(String said) {
        String[] parts = said.strip().replace('_', '-').split("-", 2);
        String language = parts[0].toLowerCase(Locale.ROOT);
        if (said.length() > MAX_LENGTH || UNKNOWN.contains(language)) {
            return Optional.empty();
        }
        String tag = SHORT.getOrDefault(language, language) + (parts.length > 1 ? "-" + parts[1] : "");
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            return locale.getLanguage().isEmpty() ? Optional.empty() : Optional.of(locale.toLanguageTag());
        } catch (IllformedLocaleException none) {
            return Optional.empty();
        }
    }

    /** What speakers of a language call it, with a capital; the tag itself where that is not known. */
    public static String nameOf(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        String name = locale.getDisplayName(locale);
        int first = name.isEmpty() ? 0 : name.offsetByCodePoints(0, 1);
        return name.isEmpty() ? tag : name.substring(0, first).toUpperCase(locale) + name.substring(first);
    }
}
