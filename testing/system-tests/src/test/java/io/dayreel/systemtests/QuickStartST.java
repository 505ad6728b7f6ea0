package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.process.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's first command, as a newcomer types it. */
class QuickStartST {
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+/#token=\\S+");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    Path data;

    @Covers("F6")
    @Test
    void theDemoPrintsAnAddressThatShowsLivePicturesAndStopsWhenAsked() throws Exception {
        int port = FreePort.next();
        Path output = Path.of("target", "processes", "demo.log");
        Process demo = start(port, output);
        try (Browser browser = Browser.launch()) {
            await().atMost(LIMIT).until(() -> ADDRESS.matcher(text(output)).find());

            Page page = browser.open(1440, 860);
            page.navigate(address(output));
            await().atMost(LIMIT).until(() -> (Boolean) page.evaluate(
                    "() => !!window.dayreel && window.dayreel.state === 'playing' && window.dayreel.framesShown > 20"));
            Browser.screenshot(page, "demo-1440");
            assertThat(text(output)).contains("./dayreel push rtsp://");
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(20, TimeUnit.SECONDS))
                    .as("stops when asked")
                    .isTrue();
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> !isListening(port));
    }

    private Process start(int port, Path output) throws IOException {
        Files.createDirectories(output.getParent());
        Path root = SampleFootage.repositoryRoot();
        return new ProcessBuilder(List.of(
                        root.resolve("dayreel").toString(),
                        "demo",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String address(Path output) throws IOException {
        Matcher address = ADDRESS.matcher(text(output));
        assertThat(address.find()).isTrue();
        return address.group();
    }

    private static String text(Path output) throws IOException {
        return Files.readString(output);
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false; // nobody answers: that is what is asked
        }
    }
}
