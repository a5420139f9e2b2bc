// Exact tails of the Poisson and the negative binomial distribution, in logarithms, so that 1e-30 and less keeps its digits.

/** What a count is expected to be. The variance is `mean + mean² / size`; a `size` of Infinity is the Poisson distribution. */
export interface Expected {
  readonly mean: number;
  readonly size: number;
}

/** Terms below this share of the sum change no digit of it. */
const NEGLIGIBLE = 1e-17;

/** ln P(X >= k). 0 where k is not positive, -Infinity where nothing can come (a mean of 0). */
export function logSurvival(k: number, expected: Expected): number {
  const least = Math.ceil(k);
  if (least <= 0) return 0;
  if (expected.mean <= 0) return Number.NEGATIVE_INFINITY;
  // Each sum runs away from the mode, so that its terms only fall; the smaller tail is the one that keeps its digits.
  if (least > expected.mean) return logProbability(least, expected) + Math.log(upward(least, expected));
  const below = logProbability(least - 1, expected) + Math.log(downward(least - 1, expected));
  return Math.log1p(-Math.exp(Math.min(below, 0)));
}

/** ln P(X = k), for whole k >= 0 and a mean above 0. */
export function logProbability(k: number, { mean, size }: Expected): number {
  if (size === Number.POSITIVE_INFINITY) return k * Math.log(mean) - mean - logGamma(k + 1);
  // P(k) = Γ(size + k) / (Γ(size) size^k k!) × mean^k × (1 + mean / size)^-(size + k)
  return logRising(size, k) - logGamma(k + 1) + k * Math.log(mean) - (size + k) * Math.log1p(mean / size);
}

/** P(X >= k) / P(X = k). */
function upward(k: number, expected: Expected): number {
  let sum = 1;
  let term = 1;
  for (let j = k; ; j++) {
    const next = ratio(j, expected);
    term *= next;
    sum += term;
    // The ratios fall, or rise to that of a geometric series with mean / (mean + size): either bounds what is left.
    const bound = Math.max(next, limitRatio(expected));
    if (bound < 1 && (term * bound) / (1 - bound) < NEGLIGIBLE * sum) return sum;
  }
}

/** P(X <= k) / P(X = k). */
function downward(k: number, expected: Expected): number {
  let sum = 1;
  let term = 1;
  for (let j = k - 1; j >= 0; j--) {
    term /= ratio(j, expected);
    sum += term;
    if (term * j < NEGLIGIBLE * sum) return sum;
  }
  return sum;
}

/** P(j + 1) / P(j) */
function ratio(j: number, { mean, size }: Expected): number {
  if (size === Number.POSITIVE_INFINITY) return mean / (j + 1);
  return ((1 + j / size) * mean) / ((j + 1) * (1 + mean / size));
}

function limitRatio({ mean, size }: Expected): number {
  return size === Number.POSITIVE_INFINITY ? 0 : mean / (mean + size);
}

/** ln(Γ(x + k) / (Γ(x) x^k)), without the cancellation that the difference of two large logarithms would bring. */
function logRising(x: number, k: number): number {
  if (x < STIRLING_FROM) return logGamma(x + k) - logGamma(x) - k * Math.log(x);
  return (x + k - 0.5) * Math.log1p(k / x) - k + stirling(x + k) - stirling(x);
}

/** Above this the series below has all digits of a double. */
const STIRLING_FROM = 10;
const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x), x > 0 (Abramowitz and Stegun 6.1.40; smaller arguments are raised by Γ(x + 1) = x Γ(x)). */
export function logGamma(x: number): number {
  let product = 1;
  let y = x;
  while (y < STIRLING_FROM) product *= y++;
  return (y - 0.5) * Math.log(y) - y + HALF_LOG_TAU + stirling(y) - Math.log(product);
}

/** What Stirling's formula lacks, for x >= 10. */
function stirling(x: number): number {
  const z = 1 / (x * x);
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360 - z / 156)))))) / x;
}
