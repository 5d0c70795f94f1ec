package dev.millrace.streaming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

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
}
