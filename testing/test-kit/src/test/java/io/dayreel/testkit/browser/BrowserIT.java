package io.dayreel.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.FrameCodedVideo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserIT {
    private static final String PAGE = "<!doctype html><title>coded</title><video muted style='width:640px'></video>";

    @TempDir
    Path directory;

    @Test
    void chromiumPlaysACodedClipAndItsFrameNumbersAreReadFromTheScreen() throws Exception {
        Path clip = FrameCodedVideo.of(100).create(Ffmpeg.find(), directory.resolve("coded.mp4"));
        HttpServer server = serve(Files.readAllBytes(clip));
        try (Browser browser = Browser.launch()) {
            Page page = browser.open(800, 600);
            page.navigate("http://localhost:" + server.getAddress().getPort() + "/");

            Object number = page.evaluate("""
                    async (read) => {
                      const video = document.querySelector('video');
                      const once = name => new Promise(done => video.addEventListener(name, done, { once: true }));
                      video.src = URL.createObjectURL(await (await fetch('/coded.mp4')).blob());
                      await once('loadeddata');
                      video.currentTime = 2.02;
                      await once('seeked');
                      return eval(read)(video);
                    }""", FrameCodedVideo.JAVASCRIPT);

            assertThat(number).isEqualTo(50);
            assertThat(Browser.screenshot(page, "coded-clip")).isNotEmptyFile();
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer serve(byte[] clip) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean media = exchange.getRequestURI().getPath().equals("/coded.mp4");
            byte[] body = media ? clip : PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", media ? "video/mp4" : "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
