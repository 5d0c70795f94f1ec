package dev.millrace.state.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.conf.MillraceConf;
import dev.millrace.conf.MillraceConfig;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.MillraceContext;
import dev.millrace.runtime.UserClassLoader;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The store comes with the program, as the image has neither it nor RocksDB. */
class ProgramLoaderTest {
    private static boolean isOfTheProgram(String entry) {
        return Path.of(entry).getFileName().toString().startsWith("rocksdbjni-")
                || entry.contains(Path.of("state", "rocksdb") + File.separator);
    }

    @Test
    void aStoreThatTheProgramBringsIsFound() throws Exception {
        List<URL> engine = new ArrayList<>();
        List<URL> program = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            (isOfTheProgram(entry) ? program : engine)
                    .add(Path.of(entry).toUri().toURL());
        }
        assertTrue(program.size() >= 3, program::toString);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader image =
                new URLClassLoader(engine.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            assertThrows(ClassNotFoundException.class, () -> image.loadClass("org.rocksdb.RocksDB"));
            try (URLClassLoader user = (URLClassLoader) image.loadClass(UserClassLoader.class.getName())
                    .getConstructor(List.class, ClassLoader.class)
                    .newInstance(program, image)) {
                thread.setContextClassLoader(user);
                Object said = user.loadClass(BroughtByProgram.class.getName())
                        .getMethod("run")
                        .invoke(null);
                assertEquals("[(a,3)] user", said);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aStoreThatIsNotThereIsRefusedAtTheStart() {
        MillraceConf conf =
                new MillraceConf().setMaster("local[1]").setAppName("test").set(MillraceConfig.STATE_STORE, "floppy");
        MillraceException e = assertThrows(MillraceException.class, () -> new MillraceContext(conf));
        assertEquals(ErrorCode.CONFIGURATION, e.code());
        assertTrue(e.getMessage().contains("expected one of [heap, rocksdb], found \"floppy\""), e.getMessage());
    }
}
