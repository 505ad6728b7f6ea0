package io.dayreel.cli.operate;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.access.SealKeys;
import io.dayreel.access.TokenIssuer;
import io.dayreel.cli.commandline.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Issues access tokens with the installation's private key; talks to no server. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        header = "Issue a token that lets somebody send, watch or administer.",
        description = {
            "",
            "Signs with the installation's private key, which standalone keeps in DATA/keys. Whoever has the token has its"
                    + " rights until it expires.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dayreel token --tenant home --role device --device front-door --valid 365d",
            "  dayreel token --tenant home --role viewer --device '*' --keys data/keys",
            "  export DAYREEL_TOKEN=$(dayreel token --tenant home --role operator)"
        })
public final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Terminal terminal;

    @Option(names = "--tenant", required = true, paramLabel = "NAME", description = "Whose devices they are.")
    private String tenant;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "device, viewer or operator.")
    private String role;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            split = ",",
            description = "A device that it is good for; repeat for more; '*' for all (default for operators).")
    private List<String> devices;

    @Option(
            names = "--valid",
            paramLabel = "SPAN",
            defaultValue = "30d",
            description = "For how long, like 12h or 365d (default: 30d).")
    private Duration valid;

    @Option(names = "--subject", paramLabel = "TEXT", description = "Who holds it, for logs (default: the role).")
    private String subject;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Directory with the installation's keys (default: data/keys, then data/demo/keys).")
    private Path keys;

    @Option(names = "--private-key", paramLabel = "FILE", description = "The private key itself (PEM, Ed25519).")
    private Path privateKey;

    @Option(names = "--create", description = "Create keys in --keys if there are none yet.")
    private boolean create;

    @Override
    public Integer call() throws IOException {
        String token;
        try {
            Role parsed = Role.parse(role.toLowerCase(Locale.ROOT));
            token = new TokenIssuer(key(), Clock.systemUTC())
                    .issue(subject == null ? parsed.claim() : subject, tenant, parsed, scope(parsed), valid);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        terminal.result(
                token, Map.of("token", token, "tenant", tenant, "role", role, "validSeconds", valid.toSeconds()));
        return 0;
    }

    private DeviceScope scope(Role parsed) {
        if (devices != null) {
            return DeviceScope.ofClaim(devices);
        }
        if (parsed == Role.OPERATOR) {
            return DeviceScope.everyDevice();
        }
        throw new IllegalArgumentException(
                "name the devices that the token is good for: --device front-door, or --device '*' for all");
    }

    private PrivateKey key() throws IOException {
        if (privateKey != null) {
            return InstallationKeys.readPrivateKey(privateKey);
        }
        if (create) {
            Path directory = keys == null ? Path.of("data", "keys") : keys;
            SealKeys.createIfAbsent(directory);
            return InstallationKeys.readPrivateKey(
                    InstallationKeys.createIfAbsent(directory).privateKey());
        }
        List<Path> candidates =
                keys != null ? List.of(keys) : List.of(Path.of("data", "keys"), Path.of("data", "demo", "keys"));
        Optional<Path> found = candidates.stream()
                .map(directory -> InstallationKeys.in(directory).privateKey())
                .filter(Files::isReadable)
                .findFirst();
        if (found.isEmpty()) {
            throw new IOException("no private key in " + candidates.get(0)
                    + ": give --keys DIR (standalone keeps them in DATA/keys), --private-key FILE, or --create");
        }
        return InstallationKeys.readPrivateKey(found.get());
    }
}
