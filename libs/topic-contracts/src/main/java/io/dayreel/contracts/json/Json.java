package io.dayreel.contracts.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * The one JSON dialect of topics, control messages and REST: unknown fields ignored, absent values left out, streams and
 * days as their names, counter ranges as {@code [[first,last],…]}, instants as RFC 3339. Thread-safe.
 */
public final class Json {
    private static final ObjectMapper MAPPER = configure(JsonMapper.builder().build());

    private Json() {}

    /** Gives any mapper this dialect. @return the same mapper */
    public static ObjectMapper configure(ObjectMapper mapper) {
        mapper.registerModule(new ProtocolTypesModule())
                .registerModule(new Jdk8Module())
                .registerModule(new JavaTimeModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);
        return mapper;
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    public static byte[] writeBytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** @throws JsonFormatException if the text is not a valid value of the type; its message says where */
    public static <T> T read(String text, Class<T> type) {
        try {
            return requireValue(MAPPER.readValue(text, type), type);
        } catch (JsonProcessingException e) {
            throw new JsonFormatException(type, e);
        }
    }

    /** @throws JsonFormatException if the bytes are not a valid value of the type; its message says where */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return requireValue(MAPPER.readValue(bytes, type), type);
        } catch (IOException e) {
            throw new JsonFormatException(type, e);
        }
    }

    private static <T> T requireValue(T value, Class<T> type) {
        if (value == null) {
            throw new JsonFormatException(type, new IOException("null"));
        }
        return value;
    }
}
