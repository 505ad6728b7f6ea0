package io.dayreel.cli.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.ServerOptions;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.socket.ServerAddress;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which devices there are. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        header = "List devices.",
        footer = {"", "Examples:", "  dayreel devices", "  dayreel devices --json"})
public final class DevicesCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Mixin
    private Terminal terminal;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Api api = new Api(server.address());
        String path = "/v1/devices?limit=1000";
        while (path != null) {
            JsonNode page = api.get(path);
            for (JsonNode device : page.path("devices")) {
                terminal.result(text(device), device);
            }
            JsonNode next = page.path("next");
            path = next.isTextual() ? "/v1/devices?limit=1000&cursor=" + ServerAddress.encode(next.asText()) : null;
        }
        return 0;
    }

    private static String text(JsonNode device) {
        return device.path("device").asText() + ": " + (device.path("connected").asBoolean() ? "connected" : "away")
                + ", archived " + Quantities.shown(device.path("bytes").asLong()) + ", "
                + device.path("firstDay").asText("no day yet") + " to "
                + device.path("lastDay").asText("now");
    }
}
