package io.dayreel.cli.commandline;

import io.dayreel.cli.socket.ServerAddress;
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

    /** @throws ParameterException if the address is none */
    public ServerAddress address() {
        try {
            return ServerAddress.of(server, Optional.ofNullable(token).filter(value -> !value.isBlank()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--server: " + e.getMessage(), e);
        }
    }
}
