package io.dayreel.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformJarTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "librocksdbjni-linux64.so",
                "linux/amd64/libzstd-jni-1.5.6-10.so",
                "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
                "net/jpountz/util/linux/amd64/liblz4-java.so",
                "META-INF/native/libnetty_transport_native_epoll_x86_64.so",
                "lib/linux-x86_64/libbrotli.so",
                "org/example/darwin/Darwin.class"
            })
    void whatTheImagesPlatformLoadsStays(String entry) {
        assertThat(PlatformJar.isForElsewhere(entry)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "librocksdbjni-linux64-musl.so",
                "librocksdbjni-linux-aarch64.so",
                "librocksdbjni-linux32.so",
                "librocksdbjni-osx-arm64.jnilib",
                "librocksdbjni-win64.dll",
                "linux/i386/libzstd-jni-1.5.6-10.so",
                "freebsd/amd64/libzstd-jni-1.5.6-10.so",
                "org/xerial/snappy/native/Linux/x86/libsnappyjava.so",
                "net/jpountz/util/darwin/x86_64/liblz4-java.dylib"
            })
    void whatOthersLoadIsLeftOut(String entry) {
        assertThat(PlatformJar.isForElsewhere(entry)).isTrue();
    }
}
