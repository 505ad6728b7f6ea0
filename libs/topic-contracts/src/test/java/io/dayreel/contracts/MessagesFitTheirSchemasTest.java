package io.dayreel.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.dayreel.contracts.SampleMessages.Sample;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.viewer.ViewerCommand;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesFitTheirSchemasTest {
    private static final Day DAY = Day.parse("2026-11-21");

    static Stream<Sample> samples() {
        return SampleMessages.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsWrittenFitsItsSchemaAndComesBackTheSame(Sample sample) throws IOException {
        String json = Json.write(sample.message());

        assertThat(schema(sample.schema()).validate(new ObjectMapper().readTree(json)))
                .isEmpty();
        assertThat(Json.write(Json.read(json, sample.type()))).isEqualTo(json);
    }

    @Test
    void aSchemaRefusesWhatLacksARequiredField() throws IOException {
        var incomplete = new ObjectMapper().readTree("{\"type\":\"ack\",\"day\":\"2026-11-21\",\"run\":1}");

        assertThat(schema("server-message").validate(incomplete)).isNotEmpty();
    }

    @Test
    void anAnswerThatDoesNotSayWhatWasAskedGivesNothingUp() {
        var have = Json.read(
                "{\"type\":\"have\",\"day\":\"2026-11-21\",\"run\":1,\"ranges\":[[0,4]]}", DeviceMessage.class);

        assertThat(have)
                .isEqualTo(new DeviceMessage.Have(
                        DAY,
                        1,
                        CounterRanges.of(new CounterRange(0, 4)),
                        CounterRanges.of(new CounterRange(0, 4)),
                        ""));
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        var command = Json.read("{\"type\":\"seek\",\"id\":7,\"to\":\"start\",\"later\":[1]}", ViewerCommand.class);

        assertThat(command).isEqualTo(new ViewerCommand.Seek(7, "start"));
    }

    private static JsonSchema schema(String name) throws IOException {
        try (InputStream in = MessagesFitTheirSchemasTest.class.getResourceAsStream("/schemas/" + name + ".json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        }
    }
}
