package dev.millrace.oracle;

import dev.millrace.conf.MillraceConf;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How the engine is set up for a case; must make no difference.
 *
 * @param parallelism default number of partitions; 0 to leave it to the engine
 * @param storageMemory how much is kept in memory
 */
record Setup(int threads, boolean specialize, int parallelism, String storageMemory) {
    static final Setup PLAIN = new Setup(1, true, 0, "0.5");

    static Setup random(SplittableRandom random) {
        return new Setup(
                1 + random.nextInt(3),
                random.nextInt(3) > 0,
                random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(4),
                random.nextInt(4) > 0 ? "0.5" : "2k");
    }

    MillraceConf conf() {
        MillraceConf conf = new MillraceConf()
                .setMaster("local[" + threads + "]")
                .setAppName("oracle")
                .set("millrace.execution.specialize", String.valueOf(specialize))
                .set("millrace.storage.memory", storageMemory)
                .set("millrace.task.maxFailures", "1");
        return parallelism == 0 ? conf : conf.set("millrace.default.parallelism", String.valueOf(parallelism));
    }

    List<Setup> simpler() {
        List<Setup> all = new ArrayList<>();
        if (!equals(PLAIN)) {
            all.add(PLAIN);
            all.add(new Setup(1, specialize, parallelism, storageMemory));
            all.add(new Setup(threads, true, parallelism, storageMemory));
            all.add(new Setup(threads, specialize, 0, storageMemory));
            all.add(new Setup(threads, specialize, parallelism, PLAIN.storageMemory));
        }
        return all.stream().filter(setup -> !setup.equals(this)).distinct().toList();
    }
}
