package io.dayreel.cli.push;

import io.dayreel.cli.source.CaptionsSource;
import io.dayreel.cli.source.CaptureSource;
import io.dayreel.media.text.CueFile;
import io.dayreel.media.text.CueFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Captions to send along. */
public final class CaptionOptions {
    private static final int FIRST_TRACK = 8;
    private static final int MAX_FILES = 8;
    private static final Pattern WITH_LANGUAGE = Pattern.compile("(.+):([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--captions",
            paramLabel = "FILE[:LANG]",
            description =
                    "Captions to send along, WebVTT or SubRip, whose times count from the start, and their language"
                            + " as a tag like de; repeat for up to " + MAX_FILES
                            + " languages. With --loop they are sent once.")
    private List<String> files = new ArrayList<>();

    /** Reads all files. @throws ParameterException naming the file, the line and what is wrong with it */
    List<CaptionsSource.Captions> read() {
        if (files.size() > MAX_FILES) {
            throw wrong("--captions can be given " + MAX_FILES + " times, not " + files.size());
        }
        return files.stream().map(this::read).toList();
    }

    /** A source for each, on tracks of their own. @param start what the times count from */
    static List<CaptureSource> open(List<CaptionsSource.Captions> captions, Instant start) {
        List<CaptureSource> sources = new ArrayList<>();
        for (CaptionsSource.Captions each : captions) {
            sources.add(new CaptionsSource(each, FIRST_TRACK + sources.size(), start));
        }
        return sources;
    }

    private CaptionsSource.Captions read(String option) {
        Matcher withLanguage = WITH_LANGUAGE.matcher(option);
        boolean said = !Files.exists(Path.of(option)) && withLanguage.matches();
        String file = said ? withLanguage.group(1) : option;
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            throw wrong("--captions: there is no file " + file + " that can be read");
        }
        try {
            if (Files.size(path) > CueFile.MAX_BYTES) {
                throw wrong("--captions: " + file + " is larger than " + CueFile.MAX_BYTES + " bytes: split it");
            }
            return new CaptionsSource.Captions(
                    CueFile.read(Files.readAllBytes(path)),
                    said ? Optional.of(withLanguage.group(2)) : Optional.empty());
        } catch (CueFormatException malformed) {
            throw wrong("--captions: " + file + ", " + malformed.getMessage());
        } catch (IOException unreadable) {
            throw wrong("--captions: " + file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
