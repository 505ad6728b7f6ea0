package io.dayreel.streamer.http;

import io.dayreel.media.text.LanguageTag;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.streamer.rendition.LanguageWish;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which languages a request wants: what its address says ({@code lang}), then its {@code Accept-Language}, then what the
 * provider set for the viewer's region, then for all. Immutable.
 */
public final class ViewerLanguages {
    private static final int MAX_HEADER = 1_000;

    private final List<String> all;
    private final Map<String, List<String>> regions;
    private final String regionHeader;

    /**
     * The provider's settings.
     *
     * @param all languages where nobody says anything, the most wanted first
     * @param regions languages by region, as the header names it, in capitals
     * @param regionHeader in which whoever is before the streamers says the viewer's region
     */
    public ViewerLanguages(List<String> all, Map<String, List<String>> regions, String regionHeader) {
        this.all = List.copyOf(all);
        this.regions = Map.copyOf(regions);
        this.regionHeader = regionHeader;
    }

    /**
     * A request's wish.
     *
     * @param inAddress whether the address alone says it, so that the answer is the same for everybody
     */
    record Wanted(LanguageWish wish, boolean inAddress) {}

    Wanted of(HttpServerRequest request) {
        Optional<List<String>> said = Parameters.optional("lang", request.getParam("lang"), ViewerLanguages::list);
        boolean captions = Parameters.optional("captions", request.getParam("captions"), ViewerLanguages::yesOrNo)
                .orElse(false);
        if (said.isPresent()) {
            return new Wanted(new LanguageWish(said.get(), captions), true);
        }
        List<String> wanted = new ArrayList<>(accepted(request.getHeader("Accept-Language")));
        String region = request.getHeader(regionHeader);
        if (region != null) {
            wanted.addAll(regions.getOrDefault(region.strip().toUpperCase(Locale.ROOT), List.of()));
        }
        wanted.addAll(all);
        return new Wanted(new LanguageWish(wanted, captions), false);
    }

    /** Headers that a choice depends on. */
    String varies() {
        return regions.isEmpty() ? "Accept-Language" : "Accept-Language, " + regionHeader;
    }

    private static List<String> list(String text) {
        List<String> tags = new ArrayList<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(",")) {
            tags.add(LanguageTag.of(each)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "lang is a list of language tags like de-AT,en, not '" + text + "'")));
        }
        return tags;
    }

    private static boolean yesOrNo(String text) {
        if (!text.equals("yes") && !text.equals("no")) {
            throw new IllegalArgumentException("captions is yes or no, not '" + text + "'");
        }
        return text.equals("yes");
    }

    private record Weighted(String range, double weight) {}

    /** Ranges by descending weight (RFC 9110, 12.5.4); what is not one is passed over. @param header may be null */
    static List<String> accepted(String header) {
        List<Weighted> ranges = new ArrayList<>();
        for (String each : header == null || header.length() > MAX_HEADER ? new String[0] : header.split(",")) {
            String[] parts = each.split(";", 2);
            double weight = parts.length > 1 ? weight(parts[1]) : 1;
            String range = parts[0].strip();
            if (weight > 0 && !range.equals("*")) {
                LanguageTag.of(range).ifPresent(tag -> ranges.add(new Weighted(tag, weight)));
            }
        }
        ranges.sort(Comparator.comparingDouble(Weighted::weight).reversed());
        return ranges.stream().map(Weighted::range).toList();
    }

    private static double weight(String parameter) {
        String text = parameter.strip().toLowerCase(Locale.ROOT);
        try {
            double weight =
                    text.startsWith("q=") ? Double.parseDouble(text.substring(2).strip()) : 0;
            return weight >= 0 && weight <= 1 ? weight : 0;
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
