package dev.millrace.system.programs;

import dev.millrace.conf.MillraceConf;
import java.util.Arrays;

/** Prints what it was given, and ends. */
public final class Prints {
    private Prints() {}

    public static void main(String[] arguments) {
        MillraceConf conf = new MillraceConf();
        System.out.println("arguments " + Arrays.toString(arguments));
        System.out.println("name " + conf.get("millrace.app.name"));
        System.out.println("own.key " + conf.get("own.key", "none"));
        System.out.println("thread " + Thread.currentThread().getName());
        System.out.println(
                "loader " + Thread.currentThread().getContextClassLoader().getName());
        System.out.println("utf-8 \u00fc\u4e16");
        System.err.println("to standard error");
        System.out.print("no end of line");
    }
}
