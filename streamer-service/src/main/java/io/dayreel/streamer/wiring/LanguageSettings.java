package io.dayreel.streamer.wiring;

import io.dayreel.media.text.LanguageTag;
import io.dayreel.streamer.http.ViewerLanguages;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which languages viewers hear and read who do not say it. */
@ConfigMapping(prefix = "dayreel.streamer.languages")
public interface LanguageSettings {
    /** Languages of viewers of whom nothing else is known, the most wanted first: {@code de-AT,en}. Without, a device's first sound. */
    @WithName("default")
    Optional<List<String>> all();

    /** Languages by region, before those of all: {@code DE=de,CH=de fr it}. A region is what the header below names. */
    Optional<List<String>> regions();

    /** Request header in which a CDN or proxy says the viewer's region; used only where {@code regions} says something. */
    @WithDefault("CloudFront-Viewer-Country")
    String regionHeader();

    /** @throws IllegalArgumentException naming the key that makes no sense */
    default ViewerLanguages viewers() {
        Map<String, List<String>> byRegion = new HashMap<>();
        for (String entry : regions().orElse(List.of())) {
            String[] parts = entry.split("=", 2);
            if (parts.length < 2 || parts[0].isBlank()) {
                throw new IllegalArgumentException(
                        "dayreel.streamer.languages.regions has entries like CH=de fr, not '" + entry + "'");
            }
            List<String> languages = List.of(parts[1].strip().split("\\s+"));
            languages.forEach(each -> require("regions", each));
            byRegion.put(parts[0].strip().toUpperCase(Locale.ROOT), languages);
        }
        List<String> all = all().orElse(List.of());
        all.forEach(each -> require("default", each));
        return new ViewerLanguages(all, byRegion, regionHeader());
    }

    private static void require(String key, String language) {
        if (LanguageTag.of(language).isEmpty()) {
            throw new IllegalArgumentException("dayreel.streamer.languages." + key
                    + " has language tags like de or pt-BR, not '" + language + "'");
        }
    }
}
