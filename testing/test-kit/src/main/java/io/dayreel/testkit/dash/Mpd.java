package io.dayreel.testkit.dash;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A manifest of MPEG-DASH (ISO/IEC 23009-1), read by the JDK's parser: periods, sets, representations and, of segment
 * timelines, each segment. It knows nothing of who wrote it. Immutable.
 */
public record Mpd(String text, Element root, List<Period> periods) {
    private static final String NAMESPACE = "urn:mpeg:dash:schema:mpd:2011";

    /** @param duration empty if it goes on to the next one's start */
    public record Period(String id, Duration start, Optional<Duration> duration, List<AdaptationSet> sets) {
        /** Those of one content type. */
        public List<AdaptationSet> sets(String contentType) {
            return sets.stream()
                    .filter(set -> set.contentType().equals(contentType))
                    .toList();
        }

        /** The representation with this identifier. */
        public Optional<Representation> representation(String id) {
            return sets.stream()
                    .flatMap(set -> set.representations().stream())
                    .filter(each -> each.id().equals(id))
                    .findFirst();
        }
    }

    /** @param element for attributes that few ask for */
    public record AdaptationSet(String contentType, Element element, List<Representation> representations) {
        public String language() {
            return element.getAttribute("lang");
        }

        /** Value of the first descriptor of this name, empty if there is none. */
        public String descriptor(String name) {
            return children(element, name).stream()
                    .map(each -> each.getAttribute("value"))
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * @param timescale ticks a second
     * @param offset presentation time offset, in ticks
     * @param segments empty where the template counts instead of saying times
     */
    public record Representation(
            String id,
            Element element,
            Element template,
            long timescale,
            long offset,
            String initialization,
            List<Segment> segments) {}

    /** @param start and length in ticks @param address with all identifiers put in */
    public record Segment(long start, long length, String address) {
        public long end() {
            return start + length;
        }
    }

    /** @throws IllegalArgumentException if it is no XML, or has another root */
    public static Mpd parse(String text) {
        Element root = root(text);
        if (!"MPD".equals(root.getLocalName()) || !NAMESPACE.equals(root.getNamespaceURI())) {
            throw new IllegalArgumentException("no MPD: " + root.getNodeName());
        }
        return new Mpd(
                text, root, children(root, "Period").stream().map(Mpd::period).toList());
    }

    private static Element root(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | IOException | SAXException e) {
            throw new IllegalArgumentException("no XML: " + e.getMessage() + "\n" + text, e);
        }
    }

    public String attribute(String name) {
        return root.getAttribute(name);
    }

    public boolean isDynamic() {
        return attribute("type").equals("dynamic");
    }

    /** An attribute of the root that is a duration. */
    public Duration duration(String name) {
        return duration(root, name).orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + text));
    }

    /** Every segment of a representation over all periods. */
    public List<Segment> segments(String representation) {
        return periods.stream()
                .flatMap(period -> period.representation(representation).stream())
                .flatMap(each -> each.segments().stream())
                .toList();
    }

    private static Period period(Element element) {
        return new Period(
                element.getAttribute("id"),
                duration(element, "start").orElse(Duration.ZERO),
                duration(element, "duration"),
                children(element, "AdaptationSet").stream().map(Mpd::set).toList());
    }

    private static AdaptationSet set(Element element) {
        return new AdaptationSet(
                element.getAttribute("contentType"),
                element,
                children(element, "Representation").stream()
                        .map(each -> representation(element, each))
                        .toList());
    }

    private static Representation representation(Element set, Element element) {
        Element template = children(element, "SegmentTemplate").stream()
                .findFirst()
                .or(() -> children(set, "SegmentTemplate").stream().findFirst())
                .orElseThrow(() -> new IllegalArgumentException("a representation without template"));
        String id = element.getAttribute("id");
        return new Representation(
                id,
                element,
                template,
                number(template, "timescale").orElse(1L),
                number(template, "presentationTimeOffset").orElse(0L),
                template.getAttribute("initialization").replace("$RepresentationID$", id),
                segments(template, id));
    }

    private static List<Segment> segments(Element template, String id) {
        List<Segment> segments = new ArrayList<>();
        long number = number(template, "startNumber").orElse(1L);
        long at = 0;
        for (Element timeline : children(template, "SegmentTimeline")) {
            for (Element s : children(timeline, "S")) {
                at = number(s, "t").orElse(at);
                long length = number(s, "d").orElseThrow();
                for (long i = number(s, "r").orElse(0L); i >= 0; i--) {
                    String address = template.getAttribute("media")
                            .replace("$RepresentationID$", id)
                            .replace("$Time$", Long.toString(at))
                            .replace("$Number$", Long.toString(number));
                    segments.add(new Segment(at, length, address));
                    at += length;
                    number++;
                }
            }
        }
        return segments;
    }

    private static Optional<Long> number(Element element, String name) {
        return element.hasAttribute(name) ? Optional.of(Long.parseLong(element.getAttribute(name))) : Optional.empty();
    }

    /** {@link Duration#parse} takes {@code xs:duration}s without years and months. */
    private static Optional<Duration> duration(Element element, String name) {
        return element.hasAttribute(name) ? Optional.of(Duration.parse(element.getAttribute(name))) : Optional.empty();
    }

    /** Seconds as an attribute of an element has them. */
    public static BigDecimal seconds(Element element, String name) {
        return new BigDecimal(element.getAttribute(name));
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }
}
