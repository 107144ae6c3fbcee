import { isEnough, isSafe } from '../../disclosure/threshold.ts';
import type { Activity, SystemsFigures } from './shape.ts';

type Told = Omit<SystemsFigures, 'suppressed'>;

/**
 * What may be told of who came, came back, stayed and went, or undefined where the number of systems itself must not be. Two
 * sums are known to everybody: active = new + returning + continuing, and those active before = continuing + gone.
 *
 * | new, and all others active | returning, continuing, gone | told              |
 * |----------------------------|-----------------------------|-------------------|
 * | each nobody or enough      | each nobody or enough       | all four          |
 * | each nobody or enough      | one of them too few         | new               |
 * | one of them too few        | whatever                    | none of the four  |
 *
 * Of a day the first column is the whole rule for `new`, so that the figure of ages, which tells it too, needs to know no more.
 */
export function discloseActivity(activity: Activity, threshold: number): Told | undefined {
  const { active, new: fresh, returning, continuing, gone, persistent } = activity;
  if (!isTold(active, activity.within, threshold) || !isSpanSafe(activity, threshold)) return undefined;
  const isNewTold = isSafePart(fresh, active, threshold) && isNewOfDaysTold(activity, threshold);
  const areFlowsTold =
    isNewTold &&
    [returning, continuing, gone].every((group) => isSafe(group, threshold)) &&
    (threshold === 1 || isTold(continuing + gone, activity.withinBefore, threshold));
  return {
    active,
    new: isNewTold ? fresh : null,
    returning: areFlowsTold ? returning : null,
    continuing: areFlowsTold ? continuing : null,
    gone: areFlowsTold ? gone : null,
    persistent: persistent !== null && isSafePart(persistent, active, threshold) ? persistent : null,
  };
}

/** Of enough systems, unless it has too few more than a shorter period within, which could be subtracted. */
const isTold = (active: number, within: readonly number[], threshold: number) =>
  isEnough(active, threshold) && within.every((shorter) => isSafe(active - shorter, threshold));

/**
 * What the days of a week or a month add up to must not tell of too few: of those that reported on several days, where there
 * are but a few of them, and of those that are not new, where the new ones are known from the days.
 */
function isSpanSafe(activity: Activity, threshold: number): boolean {
  const { active, new: fresh, within, newOfDays } = activity;
  if (newOfDays.length === 0) return true;
  const overlap = total(within.slice(0, newOfDays.length)) - active;
  const isOldSafe = isSafe(active - fresh, threshold) || !isNewOfDaysTold(activity, threshold);
  return isSafe(overlap, threshold) && isOldSafe;
}

/**
 * The new systems of a period are those of its days: where those of a day are held back, they must not follow from the sum. Of
 * a week three days or more may be, if it leaves open how they are spread over these, also once one of them is told. A month has
 * no such days: it shares some with weeks that lie in two months, and the difference would be theirs.
 */
function isNewOfDaysTold({ within, newOfDays }: Activity, threshold: number): boolean {
  const hidden = newOfDays.filter((fresh, i) => fresh > 0 && !isSafePart(fresh, within[i] ?? 0, threshold));
  const isWeek = newOfDays.length <= 7;
  return hidden.length === 0 || (isWeek && hidden.length > 2 && total(hidden) >= hidden.length + 2 * (threshold - 1));
}

/** Whether a part of some systems may be told, and hence all others. */
const isSafePart = (part: number, all: number, threshold: number) =>
  isSafe(part, threshold) && isSafe(all - part, threshold);

const total = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);
