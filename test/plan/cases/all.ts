import type { Case } from './case';
import { clusterRights } from './cluster-rights';
import { data } from './data';
import { identityCases } from './identities';
import { kubernetes } from './kubernetes';
import { lost } from './lost';
import { manifests } from './manifests';
import { network } from './network';
import { outages } from './outage';
import { policyCases } from './policies';
import { previewData } from './preview-data';
import { resourcePolicyCases } from './resource-policies';
import { retention } from './retention';
import { rightsCases } from './rights';
import { roads } from './roads';
import { running } from './running';
import { secrecy } from './secrecy';
import { settings } from './settings';
import { stores } from './stores';
import { strength } from './strength';
import { ways } from './ways';

/** Every case of the corpus. */
export const all: readonly Case[] = [
  ...data,
  ...lost,
  ...network,
  ...roads,
  ...rightsCases,
  ...policyCases,
  ...resourcePolicyCases,
  ...identityCases,
  ...settings,
  ...strength,
  ...retention,
  ...secrecy,
  ...kubernetes,
  ...manifests,
  ...clusterRights,
  ...previewData,
  ...outages,
  ...stores,
  ...running,
  ...ways,
];
