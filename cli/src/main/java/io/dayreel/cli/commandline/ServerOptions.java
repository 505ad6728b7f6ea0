package io.dayreel.cli.commandline;

import io.dayreel.cli.socket.ServerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which installation, and with whose rights. */
public final class ServerOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:DAYREEL_SERVER:-http://localhost:8080}",
            description = "The installation (DAYREEL_SERVER; otherwise http://localhost:8080).",
            showDefaultValue = Visibility.NEVER)
    private String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:DAYREEL_TOKEN}",
            description = "What 'dayreel token' issued (DAYREEL_TOKEN).",
            showDefaultValue = Visibility.NEVER)
    private String token;

    @Option(
            names = "--ca-certificate",
            paramLabel = "FILE",
            defaultValue = "${env:DAYREEL_CA_CERTIFICATE}",
            description = "PEM file with the certificates to trust over https, like an installation's own"
                    + " tls-certificate.pem (DAYREEL_CA_CERTIFICATE).",
            showDefaultValue = Visibility.NEVER)
    private Path certificates;

    /** @throws ParameterException if the address is none */
    public ServerAddress address() {
        try {
            ServerAddress address =
                    ServerAddress.of(server, Optional.ofNullable(token).filter(value -> !value.isBlank()));
            return certificates == null ? address : address.trusting(certificates);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--server: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), "--ca-certificate: " + e.getMessage(), e);
        }
    }
}
