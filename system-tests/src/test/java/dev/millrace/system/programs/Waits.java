package dev.millrace.system.programs;

import java.util.concurrent.CountDownLatch;

/** Says that it runs, and waits for ever. */
public final class Waits {
    private Waits() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("waiting");
        new CountDownLatch(1).await();
    }
}
