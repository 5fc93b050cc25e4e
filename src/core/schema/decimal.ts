/** `multipleOf` on decimal fractions, exactly: `19.99` is a multiple of `0.01`. */

interface Decimal {
  readonly digits: bigint;
  /** The value is `digits` × 10^`exponent`. */
  readonly exponent: number;
}

/** The shortest decimal that reads as `value`, which is what was written in all but freak cases. */
function toDecimal(value: number): Decimal {
  const [mantissa = '0', power = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** A test for being a multiple of `divisor`, a finite number above 0. */
export function multipleOfTest(divisor: number): (value: number) => boolean {
  const divisorInteger = Number.isInteger(divisor);
  let exact: Decimal | undefined;
  return (value) => {
    if (value === 0) return true;
    if (!Number.isFinite(value)) return false;
    if (divisorInteger && Number.isSafeInteger(value)) return value % divisor === 0;
    exact ??= toDecimal(divisor);
    const number = toDecimal(value);
    const shift = number.exponent - exact.exponent;
    const a = shift > 0 ? number.digits * 10n ** BigInt(shift) : number.digits;
    const b = shift < 0 ? exact.digits * 10n ** BigInt(-shift) : exact.digits;
    return a % b === 0n;
  };
}
