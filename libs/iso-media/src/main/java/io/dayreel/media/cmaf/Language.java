package io.dayreel.media.cmaf;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;

/**
 * A language as the boxes have it: three letters packed into the media header, and the whole tag beside it where it says
 * more than they can.
 *
 * @param packed ISO 639-2 code, five bits a letter
 * @param extended BCP 47 tag for an {@code elng} box, where the three letters do not say all
 */
record Language(int packed, Optional<String> extended) {

    private static final Language UNDETERMINED = new Language(pack("und"), Optional.empty());

    static Language of(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            if (locale.getLanguage().isEmpty()) {
                return UNDETERMINED;
            }
            String letters = locale.getISO3Language();
            String normal = locale.toLanguageTag();
            boolean said = normal.equals(locale.getLanguage()) && letters.length() == 3;
            return new Language(
                    pack(letters.length() == 3 ? letters : "und"), said ? Optional.empty() : Optional.of(normal));
        } catch (IllformedLocaleException | MissingResourceException unknown) {
            return UNDETERMINED;
        }
    }

    private static int pack(String letters) {
        int packed = 0;
        for (int i = 0; i < 3; i++) {
            packed = packed << 5 | letters.charAt(i) - 'a' + 1;
        }
        return packed;
    }
}
