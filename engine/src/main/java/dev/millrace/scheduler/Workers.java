package dev.millrace.scheduler;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Where the work of an executor is done: on threads of its own, or on the only one of a simulation. */
interface Workers {
    /** Daemon threads. */
    Workers THREADS = new Workers() {
        @Override
        public Thread start(String name, TaskRunner runner) {
            Thread thread = thread(name, runner);
            thread.setContextClassLoader(runner.loader());
            thread.start();
            return thread;
        }

        @Override
        public ExecutorService serial(String name) {
            return Executors.newSingleThreadExecutor(work -> thread(name, work));
        }

        private Thread thread(String name, Runnable work) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        }
    };

    /** Lets {@code runner} take tasks from now on; returns what is interrupted and joined at the end. */
    Thread start(String name, TaskRunner runner);

    /** Does what it is given in the background, one after the other. */
    ExecutorService serial(String name);

    /** Called before a task waits for an answer: the only thread of a simulation has to see to it that there is one. */
    default void await(Future<?> answer) {}
}
