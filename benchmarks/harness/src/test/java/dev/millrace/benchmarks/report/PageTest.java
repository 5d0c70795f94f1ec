package dev.millrace.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void whatWasMeasuredOnAClusterStays() {
        assertEquals(
                "# New\n\n## On a cluster\n\nfigures\n",
                Page.renewed("# Old\n\n## On a cluster\n\nfigures\n", "# New\n\n"));
        assertEquals("# New\n", Page.renewed("# Old\n", "# New\n"));
    }
}
