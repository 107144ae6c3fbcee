/**
 * The least number of systems that may be told. It is one more than what a definition calls its minimum, so that a number
 * which appears or disappears with one system has not told of a group below the minimum either. Where the minimum is 1
 * nobody is protected.
 */
export const thresholdOf = (minimumSystems: number): number => (minimumSystems <= 1 ? 1 : minimumSystems + 1);

/** Whether a number of systems may be told: nobody, or enough of them. */
export const isSafe = (systems: number, threshold: number): boolean => systems === 0 || systems >= threshold;

/** Whether there is anything to say of so many. Nobody is too few. */
export const isEnough = (systems: number, threshold: number): boolean => systems >= Math.max(1, threshold);
