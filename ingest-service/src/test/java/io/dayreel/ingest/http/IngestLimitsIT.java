package io.dayreel.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.access.Role;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.Installation;
import io.dayreel.ingest.testing.TestDevice;
import io.dayreel.ingest.testing.Tokens;
import io.dayreel.protocol.stream.Day;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Installation.class)
@TestProfile(IngestLimitsIT.TightLimits.class)
class IngestLimitsIT {
    private static final Day TODAY = Day.of(Instant.now());

    @ConfigProperty(name = "test.keys")
    String keys;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private final HttpClient http = HttpClient.newHttpClient();

    public static final class TightLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("dayreel.ingest.hello-timeout", "PT1S");
        }
    }

    @Test
    void whoSaysNoHelloIsClosed() {
        try (TestDevice silent = TestDevice.connect(port, token("silent"), "")) {
            assertThat(silent.awaitClose()).isEqualTo(4408);
            assertThat(silent.closeReason()).contains("hello");
        }
    }

    @Test
    void aBatchThatIsTooLargeIsAnsweredWithWhatOfItIsDurable() throws Exception {
        byte[] frame = Frames.data(TODAY, 1, 0, new byte[1 << 20]);

        HttpResponse<String> answer = http.send(
                batch("large", BodyPublishers.ofByteArrays(Collections.nCopies(66, frame))), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"acks\"").contains("[[0,0]]");
    }

    private HttpRequest batch(String device, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/devices/" + device + "/frames"))
                .header("Content-Type", "application/vnd.dayreel.frames")
                .header("Authorization", "Bearer " + token(device))
                .POST(body)
                .build();
    }

    private String token(String device) {
        return Tokens.of(keys, Role.DEVICE, "demo", device);
    }
}
