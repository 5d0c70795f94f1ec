package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.checkpoint.StatePart;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupSizesTest {
    private static final long MUCH = 1 << 20;

    @Test
    void aGroupIsWrittenAsAWholeAtFirstAndWhenItsChangesOutgrowIt() {
        GroupSizes sizes = new GroupSizes(2, 1);
        assertArrayEquals(new int[] {0, 1}, sizes.due(new Time(1_000)));
        sizes.snapshot(0, new Time(1_000), 100);
        sizes.snapshot(1, new Time(1_000), MUCH);
        assertArrayEquals(new int[0], sizes.due(new Time(2_000)));
        sizes.changes(0, MUCH);
        sizes.changes(1, MUCH);
        assertArrayEquals(new int[] {0}, sizes.due(new Time(2_000)));
    }

    @Test
    void aGroupIsWrittenAsAWholeOnceInTheInterval() {
        GroupSizes sizes = new GroupSizes(1, 10_000);
        assertArrayEquals(new int[] {0}, sizes.due(new Time(1_000)));
        sizes.snapshot(0, new Time(1_000), 100);
        sizes.changes(0, MUCH);
        assertArrayEquals(new int[0], sizes.due(new Time(10_999)));
        assertArrayEquals(new int[] {0}, sizes.due(new Time(11_000)));
    }

    @Test
    void groupsThatAreDueAtTheSameTimeTakeTurns() {
        int groups = 128;
        GroupSizes sizes = new GroupSizes(groups, 1);
        long time = 1_000;
        for (int group : sizes.due(new Time(time))) {
            sizes.snapshot(group, new Time(time), MUCH);
        }
        int[] pieces = new int[groups];
        for (int batch = 0; batch < 1_000; batch++) {
            time += 1_000;
            int[] due = sizes.due(new Time(time));
            assertTrue(due.length <= 2, due.length + " groups at once");
            for (int group = 0; group < groups; group++) {
                if (Arrays.binarySearch(due, group) >= 0) {
                    sizes.snapshot(group, new Time(time), MUCH);
                    pieces[group] = 0;
                } else {
                    sizes.changes(group, 100);
                    assertTrue(++pieces[group] < 200, "group " + group + " waits for ever");
                }
            }
        }
    }

    @Test
    void aBatchWritesAsMuchOfWholeGroupsAsItHasChanged() {
        GroupSizes sizes = new GroupSizes(128, 1);
        for (int group : sizes.due(new Time(1_000))) {
            sizes.snapshot(group, new Time(1_000), MUCH);
        }
        for (int group = 0; group < 64; group++) {
            sizes.changes(group, 2 * MUCH);
        }
        assertEquals(64, sizes.due(new Time(2_000)).length);
    }

    @Test
    void aRestartWritesNoGroupAnewThatIsThere() {
        GroupSizes sizes = new GroupSizes(2, 1);
        sizes.resume(
                List.of(
                        new StatePart("words", 0, StatePart.Kind.SNAPSHOT, 1, 0, 0, 1_000),
                        new StatePart("words", 0, StatePart.Kind.CHANGES, 1, 0, 1_000, 10)),
                new Time(5_000));
        assertArrayEquals(new int[] {1}, sizes.due(new Time(6_000)));
    }
}
