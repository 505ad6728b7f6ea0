package io.dayreel.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfMadeCertificateIT {
    @TempDir
    private Path directory;

    @Test
    void isGoodForItsNamesAndOnlyItsOwnerReadsTheKey() throws Exception {
        SelfMadeCertificate made =
                SelfMadeCertificate.in(directory, List.of("localhost", "192.0.2.7", "::1", "cam.lan"));

        X509Certificate certificate = read(made.certificate());
        certificate.verify(certificate.getPublicKey());
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        assertThat(names.stream().map(name -> (String) name.get(1)).toList())
                .contains("localhost", "192.0.2.7", "0:0:0:0:0:0:0:1", "cam.lan");
        KeyStore store = KeyStore.getInstance(made.keyStore().toFile(), SelfMadeCertificate.PASSWORD.toCharArray());
        assertThat(store.isKeyEntry("dayreel")).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.keyStore())))
                .isEqualTo("rw-------");
    }

    @Test
    void isMadeOnce() throws Exception {
        byte[] first = Files.readAllBytes(
                SelfMadeCertificate.in(directory, List.of("localhost")).certificate());

        byte[] second = Files.readAllBytes(
                SelfMadeCertificate.in(directory, List.of("other")).certificate());

        assertThat(second).isEqualTo(first);
    }

    @Test
    void saysWhatKeytoolSaysOfANameThatIsNone() {
        assertThatThrownBy(() -> SelfMadeCertificate.in(directory, List.of("not a name")))
                .hasMessageContaining("cannot make a certificate in " + directory);
    }

    private static X509Certificate read(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
