package io.dayreel.systemtests.players;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.media.FrameCodedVideo;
import io.dayreel.testkit.media.SampleFootage;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page in which a player of others plays an address of the cloud, and which notes what it sees. The players come from
 * the page's development dependencies, which its build installs; the pages are resources of the tests, served under the
 * cloud's own address. Belongs to the browser's thread.
 */
public final class PlayerPage {
    private static final Path MODULES =
            SampleFootage.repositoryRoot().resolve("player-web").resolve("node_modules");
    private static final Map<String, Path> PLAYERS = Map.of(
            "dash.js", MODULES.resolve("dashjs/dist/modern/umd/dash.all.min.js"),
            "hls.js", MODULES.resolve("hls.js/dist/hls.min.js"),
            "shaka-player.js", MODULES.resolve("shaka-player/dist/shaka-player.compiled.js"));

    private static final Pattern PAGES = Pattern.compile("http://[^/]+/players/[a-z.-]+(\\?.*)?");

    private final PlayerKind kind;
    private final Page page;

    private PlayerPage(PlayerKind kind, Page page) {
        this.kind = kind;
        this.page = page;
    }

    /**
     * What is played, and how.
     *
     * @param playlist address from the cloud's root on
     * @param token goes with every request; empty for an address that needs none
     * @param rate of playing
     * @param every how often pictures are looked at; zero for each one
     */
    public record Wish(String playlist, String token, double rate, Duration every) {
        /** At the usual rate, ten pictures a second. */
        public static Wish of(String playlist, String token) {
            return new Wish(playlist, token, 1, Duration.ofMillis(100));
        }

        /** Faster, every picture. */
        public Wish atRate(double faster) {
            return new Wish(playlist, token, faster, Duration.ZERO);
        }

        /** Looked at less often. */
        public Wish seenEvery(Duration interval) {
            return new Wish(playlist, token, rate, interval);
        }
    }

    /** A picture that was seen. @param number coded into it, −1 if it carries none @param millis since 1970 */
    public record Sample(int number, long millis) {}

    /** A time without pictures while playing. @param millis since 1970, at its end */
    public record Stall(long millis, long length) {}

    /** What was to be read beside a picture. @param number coded into it, −1 if it carries none */
    public record Caption(int number, String text) {}

    /** What the page noted so far. @param firstPicture from opening the page to it */
    public record Seen(
            Optional<Duration> firstPicture,
            List<Sample> samples,
            List<Stall> stalls,
            List<Caption> captions,
            List<String> errors,
            boolean ended) {}

    /** Opens a page in a fresh profile, which begins to play. */
    public static PlayerPage open(Browser browser, PlayerKind kind, URI cloud, Wish wish) {
        Page page = browser.open(700, 420);
        page.route(PAGES, PlayerPage::serve);
        page.navigate(cloud + "/players/" + kind.page() + "?playlist="
                + encoded(cloud.resolve(wish.playlist()).toString()) + "&token="
                + encoded(wish.token()) + "&rate=" + wish.rate() + "&every="
                + wish.every().toMillis());
        return new PlayerPage(kind, page);
    }

    /**
     * Opens the page that is there to be copied, under the cloud's own address, in a fresh profile. It takes hls.js from
     * where everybody does, which the browser gets from the development dependencies.
     */
    public static Page pageToCopy(Browser browser, URI cloud, String video, String token) {
        Page page = browser.open(900, 700);
        page.route(
                Pattern.compile("https://cdn\\.jsdelivr\\.net/npm/hls\\.js@.*"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setPath(installed(PLAYERS.get("hls.js")))));
        page.route(
                Pattern.compile(".*/watch-a-video\\.html.*"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setPath(SampleFootage.repositoryRoot().resolve("samples/watch-a-video.html"))));
        page.navigate(cloud + "/watch-a-video.html?video=" + encoded(video) + "&token=" + encoded(token));
        return page;
    }

    /** Waits until a picture is seen. @throws AssertionError with the player's errors if none is in time */
    public PlayerPage playsWithin(Duration limit) {
        return waitsFor("() => probe.pictures > 0", limit);
    }

    /** Waits until the player is at the end. */
    public PlayerPage endsWithin(Duration limit) {
        return waitsFor("() => probe.ended", limit);
    }

    /** Waits until a picture of this number or a later one is seen. */
    public PlayerPage shows(int number, Duration limit) {
        return waitsFor("() => probe.samples.some((sample) => sample[0] >= " + number + ")", limit);
    }

    /** Asks for the variant whose pictures are so wide, and waits until they are seen. */
    public PlayerPage changesOverTo(int width, Duration limit) {
        page.evaluate("width => prefer(width)", width);
        return waitsFor("() => video.videoWidth === " + width, limit);
    }

    /** Asks for captions in a language, once there are some, and waits until one is shown. */
    public PlayerPage reads(String language, Duration limit) {
        waitsFor("() => languages().includes('" + language + "')", limit);
        page.evaluate("language => reads(language)", language);
        return waitsFor("() => captions().startsWith('" + language + " ')", limit);
    }

    /** Asks for captions in a language, once there are some, and waits until words are shown that some begin with. */
    public PlayerPage readsWords(String language, String words, Duration limit) {
        waitsFor("() => languages().includes('" + language + "')", limit);
        page.evaluate("language => reads(language)", language);
        return waitsFor("() => probe.captions.some((each) => each[1].startsWith('" + words + "'))", limit);
    }

    /** Waits until it is behind a time of the media element, in seconds. */
    public PlayerPage comesTo(double seconds, Duration limit) {
        return waitsFor("() => video.currentTime > " + seconds, limit);
    }

    /** At which second of the media element it began. */
    public double began() {
        return ((Number) page.evaluate("() => probe.firstSeconds")).doubleValue();
    }

    /** Asks for sound in a language, and waits until media of that rendition was loaded. */
    public PlayerPage hears(String language, String rendition, Duration limit) {
        page.evaluate("language => hears(language)", language);
        return waitsFor(
                "() => heard() === '" + language + "' && performance.getEntriesByType('resource')"
                        + ".some(each => each.name.includes('/" + rendition + "/'))",
                limit);
    }

    /** The language of the sound that plays. */
    public String heard() {
        return (String) page.evaluate("() => heard()");
    }

    /** How far it plays, in pictures. */
    public PlayerPage playsOn(int pictures, Duration limit) {
        int seen = ((Number) page.evaluate("() => probe.pictures")).intValue();
        return waitsFor("() => probe.pictures >= " + (seen + pictures), limit);
    }

    /** Goes to a time of the media element, in seconds, and waits until what is behind it plays. */
    public PlayerPage goesTo(double seconds, Duration limit) {
        page.evaluate("seconds => (video.currentTime = seconds)", seconds);
        return waitsFor("() => !video.seeking && video.currentTime > " + (seconds + 1), limit);
    }

    /** Languages of the sound that can be chosen. */
    public List<String> soundLanguages() {
        return ((List<?>) page.evaluate("() => soundLanguages()"))
                .stream().map(String::valueOf).toList();
    }

    private PlayerPage waitsFor(String condition, Duration limit) {
        try {
            page.waitForFunction(condition, null, new Page.WaitForFunctionOptions().setTimeout(limit.toMillis()));
            return this;
        } catch (com.microsoft.playwright.TimeoutError e) {
            Object there = page.evaluate("() => JSON.stringify(describe())");
            throw new AssertionError(
                    "%s: not within %s: %s, errors: %s, there is %s"
                            .formatted(kind, limit, condition, seen().errors(), there),
                    e);
        }
    }

    /** What was noted until now. */
    public Seen seen() {
        Map<?, ?> probe = (Map<?, ?>) page.evaluate("() => JSON.parse(JSON.stringify(probe))");
        return new Seen(
                Optional.ofNullable((Number) probe.get("firstPictureMillis"))
                        .map(millis -> Duration.ofMillis(millis.longValue())),
                pairs(probe, "samples").stream()
                        .map(pair -> new Sample((int) number(pair, 0), number(pair, 1)))
                        .toList(),
                pairs(probe, "stalls").stream()
                        .map(pair -> new Stall(number(pair, 0), number(pair, 1)))
                        .toList(),
                pairs(probe, "captions").stream()
                        .map(pair -> new Caption((int) number(pair, 0), (String) pair.get(1)))
                        .toList(),
                pairs(probe, "errors").stream()
                        .map(pair -> number(pair, 0) + " " + pair.get(1))
                        .toList(),
                (Boolean) probe.get("ended"));
    }

    /** Keeps a picture of the page. */
    public void screenshot(String name) {
        Browser.screenshot(page, name);
    }

    public void close() {
        page.close();
    }

    private static List<List<?>> pairs(Map<?, ?> probe, String name) {
        return ((List<?>) probe.get(name))
                .stream().<List<?>>map(each -> (List<?>) each).toList();
    }

    private static long number(List<?> pair, int index) {
        return ((Number) pair.get(index)).longValue();
    }

    private static void serve(Route route) {
        String path = URI.create(route.request().url()).getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        Route.FulfillOptions answer = new Route.FulfillOptions();
        if (name.equals("number.js")) {
            answer.setContentType("text/javascript").setBody("const readFrameNumber = " + FrameCodedVideo.JAVASCRIPT);
        } else if (PLAYERS.containsKey(name)) {
            answer.setContentType("text/javascript").setPath(installed(PLAYERS.get(name)));
        } else {
            Path resource = Path.of("src", "test", "resources", "players", name);
            answer.setContentType(name.endsWith(".js") ? "text/javascript" : "text/html")
                    .setPath(resource);
        }
        route.fulfill(answer);
    }

    private static Path installed(Path script) {
        if (!Files.exists(script)) {
            throw new IllegalStateException(script + " is missing: ./mvnw -DskipTests package -pl player-web");
        }
        return script;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
