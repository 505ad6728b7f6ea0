package io.dayreel.benchmarks.hls;

import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.cloud.Service;
import io.dayreel.testkit.camera.Camera;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends a camera's frames of a past day over HTTP, many at a time. */
public final class RecordedDay {
    private static final int BATCH_BYTES = 4 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Installation installation;
    private final Camera camera;

    public RecordedDay(Installation installation, Camera camera) {
        this.installation = installation;
        this.camera = camera;
    }

    /** Sends the frames of a stretch from the run's beginning, and the end of the run. @return bytes */
    public long send(Duration recorded) throws IOException, InterruptedException {
        long frames = camera.framesIn(recorded);
        long bytes = 0;
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        for (long counter = 0; counter < frames; counter++) {
            batch.writeBytes(camera.expectedFrame(counter));
            if (batch.size() > BATCH_BYTES) {
                bytes += post(batch);
            }
        }
        batch.writeBytes(camera.endOfRun(frames, "input-end"));
        return bytes + post(batch);
    }

    private long post(ByteArrayOutputStream batch) throws IOException, InterruptedException {
        String device = camera.stream().device();
        URI address = installation.address(Service.INGEST).resolve("/v1/devices/" + device + "/frames");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + installation.deviceToken(device))
                .header("Content-Type", "application/vnd.dayreel.frames")
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch.toByteArray()))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " for frames of " + device + ": " + answer.body());
        }
        long size = batch.size();
        batch.reset();
        return size;
    }
}
