package io.dayreel.store;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Holds any S3 server to the contract, also for races: {@code -Ddayreel.test.s3.endpoint=http://host:port
 * -Ddayreel.test.s3.bucket=… -Ddayreel.test.s3.access-key=… -Ddayreel.test.s3.secret-key=…}. Each test leaves its objects
 * under a prefix of its own in the bucket.
 */
@EnabledIfSystemProperty(named = "dayreel.test.s3.endpoint", matches = ".+")
class OwnS3ServerIT extends ConcurrentWritesContract {
    private final String prefix = "contract-" + UUID.randomUUID();

    @Override
    ObjectStore openEmpty() {
        return openAnother();
    }

    @Override
    ObjectStore openAnother() {
        return ObjectStores.open(ObjectStoreLocation.of(
                "s3://" + setting("bucket") + "/" + prefix,
                ObjectStoreLocation.S3Settings.at(
                        URI.create(setting("endpoint")), setting("access-key"), setting("secret-key"))));
    }

    private static String setting(String name) {
        return System.getProperty("dayreel.test.s3." + name);
    }
}
