package dev.millrace.rdd;

/**
 * A function of the engine's own around what a program gave it, made anew by each call of an operation. Two that wrap the same
 * do the same, so a plan counts what is in it instead of the object.
 */
interface DerivedFunction {
    /** Adds the kind of this function, and what it wraps. */
    void key(PlanKey key);
}
