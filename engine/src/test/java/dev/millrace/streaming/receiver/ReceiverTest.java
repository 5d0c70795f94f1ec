package dev.millrace.streaming.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.MillraceException;
import dev.millrace.rdd.StorageLevel;
import org.junit.jupiter.api.Test;

class ReceiverTest {
    private static final class Silent extends Receiver<String> {
        Silent() {}

        Silent(StorageLevel level) {
            super(level);
        }

        @Override
        public void onStart() {}

        @Override
        public void onStop() {}
    }

    @Test
    void keepsRecordsOnTwoExecutorsUnlessToldOtherwise() {
        assertEquals(StorageLevel.MEMORY_AND_DISK_SER_2, new Silent().storageLevel());
        assertEquals(StorageLevel.MEMORY_ONLY, new Silent(StorageLevel.MEMORY_ONLY).storageLevel());
    }

    @Test
    void refusesALevelThatKeepsNothing() {
        MillraceException refused = assertThrows(MillraceException.class, () -> new Silent(StorageLevel.NONE));
        assertEquals(ErrorCode.ARGUMENT, refused.code());
        assertTrue(refused.getMessage().contains("MEMORY_AND_DISK_SER_2"), refused::getMessage);
    }

    @Test
    void saysThatItCannotBeUsedBeforeItIsStarted() {
        Silent receiver = new Silent();
        for (Runnable use : new Runnable[] {
            () -> receiver.store("x"), receiver::isStopped, receiver::streamId, () -> receiver.restart("again")
        }) {
            MillraceException refused = assertThrows(MillraceException.class, use::run);
            assertEquals(ErrorCode.STATE, refused.code());
            assertTrue(refused.getMessage().contains("onStart"), refused::getMessage);
        }
    }
}
