package dev.millrace.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What the documentation shows must work: Java compiles, manifests are valid, poms name this version. A block of Java is one
 * of three things:
 *
 * <ul>
 *   <li>a file, when it begins with {@code package};
 *   <li>types or methods, when its first line declares one: they become members of a class around them;
 *   <li>otherwise statements: they become the body of a method. {@code context} (a StreamingContext) is there when they do not
 *       declare it themselves.
 * </ul>
 *
 * Blocks of the last two kinds have {@link #IMPORTS}, and may use the types that blocks before them on their page declare.
 */
class DocumentedCodeTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> IMPORTS = List.of(
            "dev.millrace.cassandra.*",
            "dev.millrace.conf.*",
            "dev.millrace.function.*",
            "dev.millrace.kafka.*",
            "dev.millrace.rdd.*",
            "dev.millrace.streaming.*",
            "dev.millrace.streaming.receiver.*",
            "dev.millrace.testing.*",
            "io.micrometer.prometheusmetrics.*",
            "java.util.*",
            "java.util.stream.*",
            "org.apache.kafka.clients.consumer.*",
            "org.apache.kafka.clients.producer.*",
            "org.apache.kafka.common.serialization.*",
            "org.junit.jupiter.api.Test",
            "static org.junit.jupiter.api.Assertions.*");

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern MEMBER = Pattern.compile(
            "\\A(@\\w+\\s+)*((public|private|protected|static|final|abstract) )*"
                    + "((class|record|interface|enum) \\w+|\\w+(<.*>)? \\w+\\([^;]*\\{$)",
            Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile(
            "^(?:(?:public|final|abstract) )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);

    @TempDir
    Path folder;

    /** A block of a page; {@code line} is that of its first line. */
    private record Block(Path page, int line, String text) {
        String place() {
            return ROOT.relativize(page) + ":" + line;
        }
    }

    @Test
    void javaCompiles() throws IOException {
        Map<Path, List<Block>> pages = blocks("java");
        assertTrue(
                pages.keySet()
                        .containsAll(Stream.of(
                                        "README.md",
                                        "docs/connectors/files.md",
                                        "docs/connectors/kafka.md",
                                        "docs/getting-started.md",
                                        "docs/porting-from-spark-streaming.md",
                                        "docs/programming-guide.md",
                                        "docs/connectors/cassandra.md",
                                        "docs/testing-jobs.md")
                                .map(ROOT::resolve)
                                .toList()),
                () -> "pages with Java: " + pages.keySet());
        List<String> errors = new ArrayList<>();
        int number = 0;
        for (List<Block> page : pages.values()) {
            String group = "page" + number++;
            List<Source> sources = new ArrayList<>();
            for (Block block : page) {
                sources.add(source(block, group, sources));
            }
            errors.addAll(compile(sources));
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void manifestsAreValid() throws IOException, ManifestException {
        List<Block> manifests = blocks("yaml").values().stream()
                .flatMap(List::stream)
                .filter(block -> block.text().lines().anyMatch("kind: StreamingJob"::equals))
                .toList();
        assertTrue(manifests.size() >= 2, manifests::toString);
        for (Block block : manifests) {
            String name = block.place().replaceAll("[^A-Za-z0-9]+", "-") + ".yaml";
            new ManifestReader().read(Files.writeString(folder.resolve(name), block.text()));
        }
    }

    @Test
    void pomsNameThisVersionAndTheOnesItIsTestedWith() throws Exception {
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        List<Block> poms = blocks("xml").values().stream().flatMap(List::stream).toList();
        int whole = 0;
        for (Block block : poms) {
            wellFormed(block);
            Matcher ours = Pattern.compile("<artifactId>(millrace-[a-z-]+)</artifactId>")
                    .matcher(block.text());
            assertTrue(ours.find(), block::place);
            do {
                assertVersion(block, ours.group(1), version(parent, "millrace-parent"));
            } while (ours.find());
            if (block.text().contains("<project")) {
                whole++;
                assertVersion(block, "millrace-engine", version(parent, "millrace-parent"));
                assertVersion(block, "junit-jupiter", property(parent, "junit.version"));
                assertVersion(block, "maven-surefire-plugin", property(parent, "surefire.version"));
            }
        }
        assertTrue(whole > 0);
    }

    private static void wellFormed(Block block) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(block.text())));
    }

    private static void assertVersion(Block block, String artifact, String expected) {
        assertEquals(expected, version(block.text(), artifact), () -> block.place() + ": version of " + artifact);
    }

    private static String version(String pom, String artifact) {
        Matcher version = Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>(.*)</version>")
                .matcher(pom);
        assertTrue(version.find(), artifact);
        return version.group(1);
    }

    private static String property(String pom, String name) {
        Matcher value = Pattern.compile("<" + name + ">(.*)</" + name + ">").matcher(pom);
        assertTrue(value.find(), name);
        return value.group(1);
    }

    private static Map<Path, List<Block>> blocks(String language) throws IOException {
        Map<Path, List<Block>> found = new TreeMap<>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                if (block.group(1).equals(language)) {
                    int line = (int) text.substring(0, block.start(2)).lines().count() + 1;
                    found.computeIfAbsent(page, any -> new ArrayList<>()).add(new Block(page, line, block.group(2)));
                }
            }
        }
        return found;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    /** A file for the compiler; its line {@code n} is line {@code n + shift} of the page. */
    private static final class Source extends SimpleJavaFileObject {
        private final Block block;
        private final String name;
        private final String content;
        private final int shift;

        Source(Block block, String name, String content, int shift) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.block = block;
            this.name = name;
            this.content = content;
            this.shift = shift;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }

        String place(long line) {
            return ROOT.relativize(block.page()) + ":" + (line + shift);
        }
    }

    private static Source source(Block block, String group, List<Source> before) {
        String text = block.text();
        if (text.startsWith("package ")) {
            Matcher type = TYPE.matcher(text);
            assertTrue(type.find(), () -> block.place() + ": a file that declares no type");
            return new Source(block, type.group(1), text, block.line() - 1);
        }
        String name = "Block" + before.size();
        StringBuilder head = new StringBuilder("package " + group + ";\n");
        IMPORTS.forEach(imported -> head.append("import ").append(imported).append(";\n"));
        before.stream()
                .filter(source -> source.name.startsWith("Block"))
                .forEach(source -> head.append("import ")
                        .append(group)
                        .append(".")
                        .append(source.name)
                        .append(".*;\n"));
        head.append("class ").append(name).append(" {\n");
        String tail = "}\n";
        if (!MEMBER.matcher(text).find()) {
            head.append("StreamingContext context;\nvoid run(String[] args) throws Exception {\n");
            tail = "}\n}\n";
        }
        int headLines = (int) head.toString().lines().count();
        return new Source(block, name, head + text + tail, block.line() - 1 - headLines);
    }

    private List<String> compile(List<Source> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8)) {
            List<String> options =
                    List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            compiler.getTask(null, files, diagnostics, options, null, sources).call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(DocumentedCodeTest::line)
                .toList();
    }

    private static String line(Diagnostic<? extends JavaFileObject> diagnostic) {
        String message = diagnostic.getMessage(Locale.ROOT);
        return diagnostic.getSource() instanceof Source source
                ? source.place(diagnostic.getLineNumber()) + ": " + message
                : message;
    }
}
