package io.dayreel.contracts.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** JSON that is not what was expected; the message names the place and the problem, safe to show to a caller. */
public final class JsonFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonFormatException(Class<?> type, IOException cause) {
        super("not a valid " + type.getSimpleName() + ": " + detail(cause), cause);
    }

    private static String detail(IOException cause) {
        return cause instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(cause.getMessage());
    }
}
