/** What the environments cost each month, by Infracost. */
export interface Cost {
  readonly before: number;
  readonly after: number;
  /** Such as USD. */
  readonly currency: string;
}

export function costLine({ before, after, currency }: Cost): string {
  const money = (amount: number) => `${amount.toFixed(2)} ${currency}`;
  const change = after - before;
  const sign = change < 0 ? '-' : '+';
  if (Math.abs(change) < 0.005) return `Cost: as before, ${money(after)} a month.`;
  return `Cost: ${sign}${money(Math.abs(change))} a month, ${money(before)} → ${money(after)}.`;
}
