import { accountFacts } from './divergences/account-facts';
import { anotherMerge } from './divergences/another-merge';
import type { Divergence } from './divergences/divergence';
import { drift } from './divergences/drift';
import { otherProvider } from './divergences/other-provider';

export const divergences: readonly (readonly [cause: string, Divergence])[] = [
  ...drift.map((one) => ['drift', one] as const),
  ...anotherMerge.map((one) => ['another merge', one] as const),
  ...otherProvider.map((one) => ['another version of a provider', one] as const),
  ...accountFacts.map((one) => ['changed account facts', one] as const),
];
