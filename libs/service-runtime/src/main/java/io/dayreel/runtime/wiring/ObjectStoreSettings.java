package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where segments are kept. */
@ConfigMapping(prefix = "dayreel.object-store")
public interface ObjectStoreSettings {
    /** {@code file:///directory} or {@code s3://bucket/prefix}. Needed by the services that read or write segments. */
    Optional<String> location();

    /** Address of the S3 server. */
    Optional<String> endpoint();

    Optional<String> region();

    Optional<String> accessKey();

    Optional<String> secretKey();
}
