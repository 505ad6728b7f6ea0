package io.dayreel.protocol.json;

import io.dayreel.protocol.frame.FrameException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a JSON object that was read, in order; immutable. Getters that promise a value throw FrameException. */
public final class JsonObject {
    private final Map<String, Object> members;

    JsonObject(Map<?, ?> members) {
        Map<String, Object> copy = new LinkedHashMap<>();
        members.forEach((name, value) -> copy.put((String) name, value));
        this.members = Collections.unmodifiableMap(copy);
    }

    /** All members; values may be null. */
    public Map<String, Object> members() {
        return members;
    }

    /** @throws FrameException (BODY) if the member is missing or no string */
    public String string(String name) {
        return optionalString(name).orElseThrow(() -> wrong(name, "a string"));
    }

    /** The member if it is there and a string. */
    public Optional<String> optionalString(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** @throws FrameException (BODY) if the member is missing or no integer of 64 bits */
    public long integer(String name) {
        return optionalInteger(name).orElseThrow(() -> wrong(name, "an integer"));
    }

    /** The member if it is there and an integer of 64 bits. */
    public Optional<Long> optionalInteger(String name) {
        return members.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    /** @throws FrameException (BODY) if the member is missing or no array */
    public List<Object> list(String name) {
        if (members.get(name) instanceof List<?> elements) {
            return Collections.unmodifiableList(elements);
        }
        throw wrong(name, "an array");
    }

    /** @throws FrameException (BODY) if the member is missing or no array of objects */
    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof Map<?, ?> inner)) {
                throw wrong(name, "an array of objects");
            }
            objects.add(new JsonObject(inner));
        }
        return objects;
    }

    private static FrameException wrong(String name, String expected) {
        return new FrameException(FrameException.Reason.BODY, 0, "JSON member '" + name + "' must be " + expected);
    }
}
