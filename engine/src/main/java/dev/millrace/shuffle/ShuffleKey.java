package dev.millrace.shuffle;

/**
 * One computation of a shuffle.
 *
 * @param shuffleId the shuffle
 * @param version counts its computations: when it is computed again after a loss, what late tasks of the computation
 *     before still send is not mixed in
 */
public record ShuffleKey(int shuffleId, int version) {}
