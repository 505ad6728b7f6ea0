package io.dayreel.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;

/**
 * What an image consists of, in CycloneDX 1.6: each jar by its Maven coordinates with the hash of the file that is in the
 * image, and the packages of the base where these are known. It has no serial number and the build's fixed time, so that
 * it too is the same for the same input.
 */
final class BillOfMaterials {
    private final Instant created;
    private final List<Component> basePackages;

    private BillOfMaterials(Instant created, List<Component> basePackages) {
        this.created = created;
        this.basePackages = basePackages;
    }

    /**
     * @param packages a file that {@code make-base} wrote, with a name, a version and an architecture per line; without it
     *     the bill has the jars alone
     */
    static BillOfMaterials with(Instant created, Path packages) throws IOException {
        List<Component> components = new ArrayList<>();
        if (Files.exists(packages)) {
            for (String line : Files.readAllLines(packages)) {
                String[] parts = line.split(" ", -1);
                components.add(basePackage(parts[0], parts[1], parts[2]));
            }
        }
        return new BillOfMaterials(created, components);
    }

    /** As JSON. @param version of Dayreel */
    String of(Program program, String version) {
        Component self = new Component();
        self.setType(Component.Type.CONTAINER);
        self.setName(program.name());
        self.setVersion(version);
        self.setDescription(program.description());
        self.setBomRef(program.name());
        Metadata metadata = new Metadata();
        metadata.setTimestamp(Date.from(created));
        metadata.setComponent(self);
        Bom bom = new Bom();
        bom.setMetadata(metadata);
        List<Component> components = new ArrayList<>(basePackages);
        program.libraries().forEach(library -> components.add(component(library)));
        components.sort(Comparator.comparing(Component::getBomRef));
        bom.setComponents(components);
        try {
            return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString();
        } catch (GeneratorException e) {
            throw new IllegalStateException("no bill of materials of " + program.name(), e);
        }
    }

    private static Component component(Library library) {
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setGroup(library.coordinates().group());
        component.setName(library.coordinates().artifact());
        component.setVersion(library.coordinates().version());
        component.setPurl(library.coordinates().purl());
        component.setBomRef(library.path());
        component.setHashes(List.of(new Hash(Hash.Algorithm.SHA_256, library.sha256())));
        return component;
    }

    private static Component basePackage(String name, String version, String architecture) {
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setName(name);
        component.setVersion(version);
        String purl = "pkg:deb/debian/" + name + "@"
                + version.replace("+", "%2B").replace(":", "%3A") + "?arch=" + architecture;
        component.setPurl(purl);
        component.setBomRef(purl);
        return component;
    }
}
