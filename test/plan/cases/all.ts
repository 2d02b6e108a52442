import type { Case } from './case';
import { data } from './data';
import { kubernetes } from './kubernetes';
import { lost } from './lost';
import { network } from './network';
import { rightsCases } from './rights';
import { settings } from './settings';

/** Every case of the corpus. */
export const all: readonly Case[] = [
  ...data,
  ...lost,
  ...network,
  ...rightsCases,
  ...settings,
  ...kubernetes,
];
