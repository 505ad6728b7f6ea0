package io.dayreel.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CoordinatesTest {
    @Test
    void theLinesOfQuarkusAndOfMavenSayTheSame() {
        Coordinates ofQuarkus = Coordinates.ofQuarkus("io.netty:netty-transport:linux-x86_64:jar:4.1.130.Final");

        Coordinates ofMaven = Coordinates.ofListed(
                "   io.netty:netty-transport:jar:linux-x86_64:4.1.130.Final:compile -- module io.netty");

        assertThat(ofMaven).isEqualTo(ofQuarkus);
        assertThat(ofMaven.fileName()).isEqualTo("netty-transport-4.1.130.Final-linux-x86_64.jar");
        assertThat(ofMaven.purl())
                .isEqualTo("pkg:maven/io.netty/netty-transport@4.1.130.Final?classifier=linux-x86_64&type=jar");
    }

    @Test
    void whatIsNoArtifactIsNotTakenForOne() {
        assertThat(Coordinates.isListed("The following files have been resolved:"))
                .isFalse();
        assertThatThrownBy(() -> Coordinates.ofQuarkus("io.netty:netty")).isInstanceOf(IllegalArgumentException.class);
    }
}
