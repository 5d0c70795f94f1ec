package dev.millrace.oracle;

/** Keys whose own hash differs from JVM to JVM. */
enum Suit {
    CLUBS,
    DIAMONDS,
    HEARTS,
    SPADES
}
