package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where segments are kept. */
@ConfigMapping(prefix = "dayreel.object-store")
public interface ObjectStoreSettings {
    /** {@code file:///directory} or {@code s3://bucket/prefix}. Needed by the services that read or write segments. */
    Optional<String> location();

    /** Address of the S3 server. */
    Optional<String> endpoint();

    /** Region of the bucket, where the S3 server has regions. */
    Optional<String> region();

    /** Name of the key that requests are signed with. */
    Optional<String> accessKey();

    /** The key itself. Better given by the environment than in a file. */
    Optional<String> secretKey();

    /** Whether the bucket is in the path, as most servers of one's own want it, and not in the host name (Amazon). */
    @WithDefault("true")
    boolean pathStyle();
}
