package io.dayreel.sync.topology;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads of the topic {@code segments} only which days were sealed, and stops at the type of any other record: an
 * announcement with its key-frame table may have megabytes.
 */
final class SealedDays implements Deserializer<SealedDays.SealedDay> {
    private static final JsonFactory JSON = new JsonFactory();

    /** A manifest of the stream exists. */
    record SealedDay(StreamId stream) {}

    /** @return null for a record that is not about a sealed day, and for one that cannot be read */
    @Override
    public SealedDay deserialize(String topic, byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        try (JsonParser json = JSON.createParser(bytes)) {
            return read(json);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static SealedDay read(JsonParser json) throws IOException {
        boolean sealed = false;
        String stream = null;
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("type")) {
                sealed = "sealed".equals(json.getValueAsString());
                if (!sealed) {
                    return null;
                }
            } else if (field.equals("stream")) {
                stream = json.getValueAsString();
            } else {
                json.skipChildren();
            }
        }
        return sealed && stream != null ? new SealedDay(StreamId.parse(stream)) : null;
    }
}
