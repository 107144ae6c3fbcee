import { sum } from '../../disclosure/disclose.ts';
import { byText } from '../../disclosure/overlapping.ts';
import { disclosePartition, saysAnything } from '../../disclosure/partition.ts';
import { isEnough } from '../../disclosure/threshold.ts';
import type { Distribution, Statistics } from './shape.ts';

/** Which percentiles a distribution has, in its order. */
const PERCENTILES = [5, 25, 50, 75, 95] as const;

/** How much all but the two largest must be of the largest, in hundredths: the p of the p% rule. */
const P = 10;

/** One for each key of a map that enough systems have a number at, of `of` systems that reported. */
export function discloseStatistics(
  distributions: readonly Distribution[],
  of: number,
  threshold: number,
): Statistics[] {
  return distributions
    .filter((distribution) => isEnough(distribution.systems, threshold))
    .toSorted((a, b) => byText(a.key, b.key))
    .map((distribution) => statisticsOf(distribution, of, threshold))
    .filter(({ histogram, systems }) => saysAnything(histogram, systems));
}

function statisticsOf(distribution: Distribution, of: number, threshold: number): Statistics {
  const { key, systems, histogram, mean, magnitude, percentiles } = distribution;
  const { shown, other, absent } = disclosePartition({ groups: histogram, of }, threshold);
  // Where it is held back how many have a number, so many have one at least: whether a percentile is told must not tell more.
  const known = absent === null ? sum(shown) : systems;
  const [p5 = null, p25 = null, median = null, p75 = null, p95 = null] = PERCENTILES.map((q, i) => {
    const isAmongEnough = Math.min(q, 100 - q) * known >= threshold * 100;
    return isAmongEnough ? toThreeDigits(percentiles[i] ?? mean) : null;
  });
  return {
    key,
    systems: absent === null ? null : systems,
    mean: isDominated(magnitude) ? null : blurred(mean, magnitude.first / systems),
    p5,
    p25,
    median,
    p75,
    p95,
    histogram: [...shown],
    other,
  };
}

/**
 * The p% rule: with the sum, the system with the second largest value could tell the largest to within P hundredths of it.
 * Source: Hundepool et al., Statistical Disclosure Control (2012), section 4.2.
 */
const isDominated = ({ sum: all, first, second }: Distribution['magnitude']) =>
  all - first - second < (P / 100) * first;

/**
 * A mean, rounded to a multiple of 1, 2 or 5 times a power of ten that is no less than what the largest value contributes to
 * it. Else the means and numbers of two days on which one system more reported would tell its value.
 */
function blurred(mean: number, contribution: number): number {
  const step = Math.max(roundStep(contribution), digitStep(mean));
  return step === 0 ? mean : exactly(Math.round(mean / step) * step);
}

const toThreeDigits = (value: number) => Number(value.toPrecision(3));

/** Of the third digit. */
const digitStep = (value: number) => (value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2));

function roundStep(least: number): number {
  if (least === 0) return 0;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((times) => times * power >= least) ?? 10);
}

/** Twelve digits: the rest is how floating-point arithmetic rounds. */
const exactly = (value: number) => Number(value.toPrecision(12));
