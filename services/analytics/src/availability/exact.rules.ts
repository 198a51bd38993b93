/** n ÷ d rounded half-even to a whole number; d > 0. */
export function divideHalfEven(n: bigint, d: bigint): bigint {
  const negative = n < 0n;
  const magnitude = negative ? -n : n;
  let quotient = magnitude / d;
  const twice = (magnitude % d) * 2n;
  if (twice > d || (twice === d && quotient % 2n === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
}

/** n ÷ d rounded half-up to a whole number; n ≥ 0, d > 0. */
export function divideHalfUp(n: bigint, d: bigint): bigint {
  return (2n * n + d) / (2n * d);
}

/** A whole number of 10^−`decimals` as a decimal string with that many decimals. */
export function fixed(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${value < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''}`;
}

/**
 * A decimal of zero or more as a whole number of 10^−`decimals`.
 * @throws RangeError where the text is malformed or has more decimals.
 */
export function scaled(text: string, decimals: number): bigint {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[2] ?? '';
  if (match === null || fraction.length > decimals) {
    throw new RangeError(`Not a decimal of zero or more with at most ${decimals} decimals: ${text}`);
  }
  return BigInt(`${match[1]}${fraction.padEnd(decimals, '0')}`);
}
