package io.dayreel.contracts.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import java.util.function.Function;

/** Writes the protocol's value types the way protocol.md writes them. */
final class ProtocolTypesModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    ProtocolTypesModule() {
        named(Day.class, Day::parse);
        named(DeviceId.class, DeviceId::parse);
        named(StreamId.class, StreamId::parse);
        addSerializer(new RangesSerializer());
        addDeserializer(CounterRanges.class, new RangesDeserializer());
    }

    private <T> void named(Class<T> type, Function<String, T> parse) {
        addSerializer(new NameSerializer<>(type));
        addDeserializer(type, new NameDeserializer<>(type, parse));
    }

    private static final class NameSerializer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;

        NameSerializer(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }

    private static final class NameDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> parse;

        NameDeserializer(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getValueAsString();
            try {
                if (text == null) {
                    throw new IllegalArgumentException("a text is expected");
                }
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                return handled(context.handleWeirdStringValue(_valueClass, text, e.getMessage()));
            }
        }

        @SuppressWarnings("unchecked") // Jackson's hook is untyped; it was asked for this very class
        private T handled(Object value) {
            return (T) value;
        }
    }

    private static final class RangesSerializer extends StdSerializer<CounterRanges> {
        private static final long serialVersionUID = 1L;

        RangesSerializer() {
            super(CounterRanges.class);
        }

        @Override
        public void serialize(CounterRanges ranges, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartArray();
            for (long[] pair : ranges.toArrays()) {
                json.writeArray(pair, 0, pair.length);
            }
            json.writeEndArray();
        }
    }

    private static final class RangesDeserializer extends StdDeserializer<CounterRanges> {
        private static final long serialVersionUID = 1L;

        RangesDeserializer() {
            super(CounterRanges.class);
        }

        @Override
        public CounterRanges deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return CounterRanges.ofArrays(json.readValueAs(long[][].class));
            } catch (IllegalArgumentException e) {
                return (CounterRanges) context.handleWeirdStringValue(_valueClass, "ranges", e.getMessage());
            }
        }
    }
}
