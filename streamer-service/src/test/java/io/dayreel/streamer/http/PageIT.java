package io.dayreel.streamer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.streamer.websocket.StreamerSurroundingsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Whoever opens the streamer's address sees the viewers' page. */
@QuarkusTest
@QuarkusTestResource(value = StreamerSurroundingsResource.class, restrictToAnnotatedClass = true)
class PageIT {
    @TestHTTPResource("/")
    URI server;

    @Test
    void theStreamerServesThePageAtItsRoot() throws Exception {
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.body()).contains("<title>Dayreel</title>");
    }
}
