package io.dayreel.runtime.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.contracts.json.Json;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** REST speaks the same JSON as the topics. */
@Singleton
final class JsonDialect implements ObjectMapperCustomizer {
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        Json.configure(mapper);
    }
}
