import type { Case } from './case';
import { data } from './data';
import { identityCases } from './identities';
import { kubernetes } from './kubernetes';
import { lost } from './lost';
import { network } from './network';
import { outages } from './outage';
import { policyCases } from './policies';
import { resourcePolicyCases } from './resource-policies';
import { rightsCases } from './rights';
import { settings } from './settings';

/** Every case of the corpus. */
export const all: readonly Case[] = [
  ...data,
  ...lost,
  ...network,
  ...rightsCases,
  ...policyCases,
  ...resourcePolicyCases,
  ...identityCases,
  ...settings,
  ...kubernetes,
  ...outages,
];
