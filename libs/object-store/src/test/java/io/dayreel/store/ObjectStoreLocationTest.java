package io.dayreel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.store.ObjectStoreLocation.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreLocationTest {
    private static final S3Settings S3 = S3Settings.at(URI.create("http://127.0.0.1:9000"), "key", "very-secret");

    @Test
    void aFileAddressIsADirectory() {
        ObjectStoreLocation location = ObjectStoreLocation.of("file:///data/objects", S3);

        assertThat(location)
                .isEqualTo(new ObjectStoreLocation.Directory(
                        Path.of("/data/objects"), ObjectStoreLocation.Timeouts.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"s3://bucket,''", "s3://bucket/,''", "s3://bucket/one/two/,one/two"})
    void anS3AddressIsABucketAndAPrefix(String address, String prefix) {
        var location = (ObjectStoreLocation.Bucket) ObjectStoreLocation.of(address, S3);

        assertThat(location.bucket()).isEqualTo("bucket");
        assertThat(location.prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/data", "file://data", "file:data", "s3:bucket", "s3://", "http://x", "s3://B_/", "s3://b u"
            })
    void aWrongAddressIsRefusedByTheNameOfItsSetting(String address) {
        assertThatThrownBy(() -> ObjectStoreLocation.of(address, S3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setting location");
    }

    @Test
    void wrongSettingsAreNamedAndTheSecretIsNeverShown() {
        assertThatThrownBy(() -> S3Settings.at(URI.create("http://h/path"), "k", "s"))
                .hasMessageContaining("endpoint");
        assertThatThrownBy(() -> S3Settings.at(URI.create("http://h"), " ", "s"))
                .hasMessageContaining("access-key");
        assertThatThrownBy(() -> S3Settings.at(URI.create("http://h"), "k", "")).hasMessageContaining("secret-key");
        assertThatThrownBy(() -> new ObjectStoreLocation.Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("connect-timeout");
        assertThat(ObjectStoreLocation.of("s3://bucket", S3).toString()).doesNotContain("very-secret");
    }
}
