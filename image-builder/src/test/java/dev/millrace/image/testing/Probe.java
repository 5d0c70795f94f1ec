package dev.millrace.image.testing;

import java.io.FileInputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/** Runs in the container and tells what it finds there. */
public final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "who" ->
                System.out.printf(
                        "pid %d, user %s, home %s, %s %s %s%n",
                        ProcessHandle.current().pid(),
                        System.getProperty("user.name"),
                        System.getProperty("user.home"),
                        Charset.defaultCharset(),
                        System.getProperty("sun.jnu.encoding"),
                        Files.createFile(Path.of("/tmp/\u00fc\u4e16")).getFileName());
            case "fill" -> {
                List<byte[]> memory = new ArrayList<>();
                while (true) {
                    memory.add(new byte[1 << 20]);
                    System.out.println(memory.size() + " MiB");
                }
            }
            case "trust" -> {
                KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
                try (FileInputStream in =
                        new FileInputStream(System.getProperty("java.home") + "/lib/security/cacerts")) {
                    store.load(in, null);
                }
                System.out.println(store.size());
            }
            case "providers" -> {
                String name = Security.getProperty("security.provider.1");
                for (int i = 2; name != null; i++) {
                    if (Security.getProvider(name.split(" ")[0]) == null) {
                        System.out.println(name);
                    }
                    name = Security.getProperty("security.provider." + i);
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }
}
